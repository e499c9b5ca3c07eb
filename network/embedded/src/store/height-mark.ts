import { existsSync } from 'node:fs'
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const pathIn = (dir: string) => join(dir, 'HEIGHT')

/**
 * The height, written beside the store after each commit. Level drops what it cannot read at the end of its log
 * without a word; the mark is how opening knows that blocks are gone. Written after the store and not synced, it is
 * never ahead of it.
 */
export class HeightMark {
  readonly #file: FileHandle

  private constructor(file: FileHandle) {
    this.#file = file
  }

  static async open(dir: string): Promise<HeightMark> {
    return new HeightMark(await open(pathIn(dir), existsSync(pathIn(dir)) ? 'r+' : 'w'))
  }

  /** 0 if there is no mark. */
  static async read(dir: string): Promise<number> {
    return existsSync(pathIn(dir)) ? Number(await readFile(pathIn(dir), 'utf8')) || 0 : 0
  }

  async write(height: number): Promise<void> {
    await this.#file.write(`${String(height).padStart(15, '0')}\n`, 0)
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}
