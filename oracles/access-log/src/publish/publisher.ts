import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AccessLog } from '../log.ts'
import { hashLength } from '../tree/hash.ts'
import { levelSize, tileWidth } from '../tree/tiles.ts'
import type { NoteSigner } from './note.ts'
import { entriesPath, tilePath } from './paths.ts'

/** So many files are written at a time. */
const atOnce = 32

const sync = async (path: string) => {
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** There whole or not at all: temporary file, fsync, rename. */
const writeFile = async (path: string, bytes: Uint8Array | string): Promise<void> => {
  const temporary = `${path}.${randomUUID()}.tmp`
  const handle = await open(temporary, 'w')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
}

/** Entries as tlog-tiles bundles them: each after its length in two bytes. */
const bundle = (entries: Uint8Array): Buffer =>
  Buffer.concat(
    Array.from({ length: entries.length / hashLength }, (_, i) => [
      Buffer.of(0, hashLength),
      entries.subarray(i * hashLength, (i + 1) * hashLength),
    ]).flat(),
  )

interface TileOf {
  readonly path: string
  readonly bytes: () => Promise<Uint8Array>
}

/** Writes the log as static files, which any web server can serve; a checkpoint only after all that it covers. */
export class Publisher {
  readonly folder: string
  readonly #log: AccessLog
  readonly #signer: NoteSigner
  #published: number

  /** @param published size of the last checkpoint that is on disk; what came after it is written (again) */
  constructor(log: AccessLog, folder: string, signer: NoteSigner, published: number) {
    this.#log = log
    this.folder = folder
    this.#signer = signer
    this.#published = published
  }

  get published(): number {
    return this.#published
  }

  /** Publishes the tree of the first `size` entries; resolves when it is on disk. */
  async publish(size: number): Promise<void> {
    const tiles = [...this.#tiles(size)]
    const folders = new Set(tiles.map(({ path }) => dirname(join(this.folder, path))))
    for (const folder of folders) await mkdir(folder, { recursive: true })
    for (let at = 0; at < tiles.length; at += atOnce)
      await Promise.all(
        tiles
          .slice(at, at + atOnce)
          .map(async ({ path, bytes }) => writeFile(join(this.folder, path), await bytes())),
      )
    for (const folder of folders) await sync(folder)
    await mkdir(this.folder, { recursive: true })
    const note = this.#signer.sign(size, await this.#log.root(size))
    await writeFile(join(this.folder, 'checkpoint'), note)
    await sync(this.folder)
    await this.#removePartial(size)
    this.#published = size
  }

  *#tiles(size: number): Generator<TileOf> {
    for (let level = 0; levelSize(size, level) > 0; level++)
      for (const [n, width] of changed(this.#published, size, level)) {
        yield { path: tilePath(level, n, width), bytes: () => this.#log.tile(level, n, width) }
        if (level > 0) continue
        const entries = async () => bundle(await this.#log.entryTile(n, width))
        yield { path: entriesPath(n, width), bytes: entries }
      }
  }

  /** The partial forms of tiles that have become full. */
  async #removePartial(size: number): Promise<void> {
    for (let level = 0; levelSize(size, level) > 0; level++) {
      const last = Math.floor(levelSize(this.#published, level) / tileWidth)
      if (last >= Math.floor(levelSize(size, level) / tileWidth)) continue
      const paths = [tilePath(level, last, tileWidth), ...(level === 0 ? [entriesPath(last, tileWidth)] : [])]
      for (const path of paths) await rm(`${join(this.folder, path)}.p`, { recursive: true, force: true })
    }
  }
}

/** Tiles of a level that are other in the tree of `size` than in that of `before`, with their widths. */
function* changed(before: number, size: number, level: number): Generator<[n: number, width: number]> {
  const count = levelSize(size, level)
  for (let n = Math.floor(levelSize(before, level) / tileWidth); n * tileWidth < count; n++)
    yield [n, Math.min(tileWidth, count - n * tileWidth)]
}
