import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { common } from '@hyperledger/fabric-protos'
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

/** The block files under some paths, by their numbers; `unreadable` are no blocks. */
export const findBlocks = async (paths: readonly string[]) => {
  const [blocks, unreadable]: [BlockFile[], string[]] = [[], []]
  for (const path of (await Promise.all(paths.map(filesIn))).flat()) {
    const block = await readBlock(path)
    if (!block) {
      unreadable.push(path)
      continue
    }
    const { size, mtimeMs } = await stat(path)
    blocks.push({ path, number: headerOf(block).getNumber(), bytes: size, changed: mtimeMs })
  }
  return { blocks: blocks.sort((a, b) => a.number - b.number), unreadable }
}
