import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Level } from 'level'

/** Who read what and when. It is written before the answer leaves. */
export interface Reading {
  readonly at: string
  readonly account: string
  readonly role: string
  readonly path: string
}

/** The explorer's own access log: every reading of record data, for whoever reviews the reviewers. */
export class Readings {
  readonly #db: Level<string, Reading>
  #count = 0

  private constructor(db: Level<string, Reading>) {
    this.#db = db
  }

  static async open(dataDir: string): Promise<Readings> {
    const folder = join(dataDir, 'readings')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const db = new Level<string, Reading>(folder, { valueEncoding: 'json' })
    await db.open()
    return new Readings(db)
  }

  async write(reading: Reading): Promise<void> {
    const key = `${reading.at}/${process.pid}/${String(this.#count++).padStart(9, '0')}`
    await this.#db.put(key, reading)
  }

  /** Newest first. @param before only those older than this key */
  async list(limit: number, before?: string) {
    const entries = await this.#db.iterator({ reverse: true, limit, ...(before && { lt: before }) }).all()
    return entries.map(([key, reading]) => ({ key, ...reading }))
  }

  close(): Promise<void> {
    return this.#db.close()
  }
}
