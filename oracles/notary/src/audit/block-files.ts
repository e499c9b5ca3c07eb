import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { common } from '@hyperledger/fabric-protos'
import { BinaryReader } from 'google-protobuf'
import { headerOf } from '../blocks/header.ts'

export interface BlockFile {
  readonly path: string
  readonly number: number
  readonly bytes: number
  /** When the file was last changed, in milliseconds since 1970. */
  readonly changed: number
}

const filesIn = async (path: string): Promise<string[]> => {
  if (!(await stat(path)).isDirectory()) return [path]
  const names = (await readdir(path)).filter((name) => !name.startsWith('.'))
  return names.map((name) => join(path, name))
}

/** Reads a block as `peer channel fetch` and `huren audit export` write it. */
export const readBlock = async (path: string): Promise<common.Block | undefined> => {
  try {
    const block = common.Block.deserializeBinary(await readFile(path))
    return block.getHeader() ? block : undefined
  } catch {
    return undefined
  }
}

/** A header has a number and two hashes of 32 bytes, and is a block's first field. */
const headerFits = 256

/** The number in the header that a block begins with; undefined when it begins otherwise. */
const numberIn = (start: Uint8Array): number | undefined => {
  try {
    const reader = new BinaryReader(start)
    if (!reader.nextField() || reader.getFieldNumber() !== 1) return undefined
    return common.BlockHeader.deserializeBinary(reader.readBytes()).getNumber()
  } catch {
    return undefined
  }
}

const startOf = async (path: string) => {
  const file = await open(path)
  try {
    const { size, mtimeMs } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headerFits), 0, headerFits, 0)
    return { bytes: size, changed: mtimeMs, start: buffer.subarray(0, bytesRead) }
  } finally {
    await file.close()
  }
}

/** Reads no more of a file than its number needs: there may be gigabytes of blocks. */
const blockFile = async (path: string): Promise<BlockFile | undefined> => {
  const { start, bytes, changed } = await startOf(path)
  const block = numberIn(start) === undefined ? await readBlock(path) : undefined
  const number = numberIn(start) ?? (block && headerOf(block).getNumber())
  return number === undefined ? undefined : { path, number, bytes, changed }
}

/** The block files under some paths, by their numbers; `unreadable` begin like no block. */
export const findBlocks = async (paths: readonly string[]) => {
  const [blocks, unreadable]: [BlockFile[], string[]] = [[], []]
  for (const path of (await Promise.all(paths.map(filesIn))).flat()) {
    const block = await blockFile(path)
    if (block) blocks.push(block)
    else unreadable.push(path)
  }
  return { blocks: blocks.sort((a, b) => a.number - b.number), unreadable }
}
