import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeyId, StatementId } from '@huren/records'
import { Level } from 'level'

interface Kept {
  /** The signed envelope as it came. */
  readonly text: string
  /** The digest of what was signed, whoever signed it again. */
  readonly id: StatementId
  readonly from: KeyId
  readonly to: KeyId
  readonly notAfter: number
}

/** Letters for one device, and of one writer among them: nobody fills a letterbox alone. */
const lettersAtMost = 500
export const lettersOfOneWriter = 100

/** Sealed letters and cards, on disk: who wrote to which key, never what. */
export class Letterbox {
  readonly #db: Level
  readonly #letters
  readonly #cards

  private constructor(db: Level) {
    this.#db = db
    /** reader's key '/' letter id -> the letter */
    this.#letters = db.sublevel<string, Kept>('letters', { valueEncoding: 'json' })
    /** key -> the device's card, signed by it */
    this.#cards = db.sublevel<string, string>('cards', {})
  }

  static async open(dataDir: string): Promise<Letterbox> {
    const folder = join(dataDir, 'letters')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const db = new Level(folder)
    await db.open()
    return new Letterbox(db)
  }

  /** The letter again is the letter; another one under its id is refused. */
  async put(letter: string, kept: Kept): Promise<'kept' | 'full' | 'conflict'> {
    const key = `${kept.to}/${letter}`
    const known = await this.#letters.get(key)
    if (known) return known.id === kept.id ? 'kept' : 'conflict'
    const there = await this.list(kept.to)
    const own = there.filter(({ from }) => from === kept.from)
    if (there.length >= lettersAtMost || own.length >= lettersOfOneWriter) return 'full'
    await this.#letters.put(key, kept)
    return 'kept'
  }

  /** Letters that are not over, for their reader. */
  async list(to: KeyId, now = Date.now()): Promise<Kept[]> {
    const entries = await this.#letters.iterator({ gt: `${to}/`, lt: `${to}0` }).all()
    const over = entries.filter(([, { notAfter }]) => notAfter <= now).map(([key]) => key)
    if (over.length > 0) await this.#letters.batch(over.map((key) => ({ type: 'del', key })))
    return entries.filter(([, { notAfter }]) => notAfter > now).map(([, kept]) => kept)
  }

  /** Takes a letter back; only its writer may. */
  async recall(to: KeyId, letter: string, from: KeyId): Promise<boolean> {
    const key = `${to}/${letter}`
    if ((await this.#letters.get(key))?.from !== from) return false
    await this.#letters.del(key)
    return true
  }

  putCard(key: KeyId, text: string): Promise<void> {
    return this.#cards.put(key, text)
  }
  card(key: KeyId): Promise<string | undefined> {
    return this.#cards.get(key)
  }

  close(): Promise<void> {
    return this.#db.close()
  }
}
