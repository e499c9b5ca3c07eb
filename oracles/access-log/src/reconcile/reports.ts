import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseReconciliation, type Reconciliation } from '@huren/records'
import type { ReconciliationFile } from '@huren/verify'
import { bytes, keys, type Store, text } from '../store.ts'

/** What a list of reports shows of each. */
export type ReportSummary = { readonly id: string } & Pick<
  Reconciliation,
  'institution' | 'issuedAt' | 'until' | 'matched' | 'open' | 'counts'
>

const uuid = /^[0-9a-f-]{36}$/

/** Reports that were made here: a file each, and their summaries beside the log. */
export class Reports {
  readonly #store: Store
  readonly #folder: string

  constructor(store: Store, folder: string) {
    this.#store = store
    this.#folder = folder
  }

  /** Resolves when it is on disk. */
  async add(file: ReconciliationFile): Promise<ReportSummary> {
    const id = randomUUID()
    const { payload } = parseReconciliation(JSON.stringify(file.report))
    const { institution, issuedAt, until, matched, open: left, counts } = payload
    const summary = { id, institution, issuedAt, until, matched, open: left, counts }
    await mkdir(this.#folder, { recursive: true })
    const handle = await open(join(this.#folder, `${id}.json`), 'wx')
    try {
      await handle.writeFile(JSON.stringify(file))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await this.#store.put(keys.report(`${issuedAt} ${id}`), bytes(JSON.stringify(summary)), { sync: true })
    return summary
  }

  /** The newest first. */
  async list(): Promise<ReportSummary[]> {
    const all = await this.#store.values({ ...keys.allReports, reverse: true, limit: 1000 }).all()
    return all.map((stored) => JSON.parse(text(stored)))
  }

  /** The file's text; undefined for one that is not there. */
  async get(id: string): Promise<string | undefined> {
    if (!uuid.test(id)) return undefined
    return readFile(join(this.#folder, `${id}.json`), 'utf8').catch(() => undefined)
  }
}
