import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type InstitutionId, parseReconciliation, type Reconciliation } from '@huren/records'
import type { ReconciliationFile } from '@huren/verify'
import { bytes, keys, type Store, text } from '../store.ts'

/** What a list of reports shows of each. */
export type ReportSummary = { readonly id: string } & Pick<
  Reconciliation,
  'institution' | 'issuedAt' | 'until' | 'matched' | 'open' | 'counts'
>

/** Which reports, and how many at most. */
export interface ReportQuestion {
  readonly institution?: InstitutionId
  /** Only reports in which something does not agree. */
  readonly differing?: boolean
  /** Only those that are older than the report at this place. */
  readonly before?: string
  readonly limit: number
}

const uuid = /^[0-9a-f-]{36}$/

/** Where a report stands: by its time. */
const placeOf = ({ issuedAt, id }: ReportSummary) => `${issuedAt} ${id}`

const differs = ({ counts }: ReportSummary) => Object.values(counts).some((count) => count > 0)

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
    await this.#store.put(keys.report(placeOf(summary)), bytes(JSON.stringify(summary)), { sync: true })
    return summary
  }

  /** The newest first; `next` is where those after them begin, when there are more. */
  async list({
    institution,
    differing,
    before,
    limit,
  }: ReportQuestion): Promise<{ items: ReportSummary[]; next?: string }> {
    const range = { ...keys.allReports, ...(before !== undefined && { lt: keys.report(before) }) }
    const items: ReportSummary[] = []
    for await (const stored of this.#store.values({ ...range, reverse: true })) {
      const summary: ReportSummary = JSON.parse(text(stored))
      if (institution !== undefined && summary.institution !== institution) continue
      if (differing && !differs(summary)) continue
      const last = items.at(-1)
      if (last && items.length === limit) return { items, next: placeOf(last) }
      items.push(summary)
    }
    return { items }
  }

  /** The file's text; undefined for one that is not there. */
  async get(id: string): Promise<string | undefined> {
    if (!uuid.test(id)) return undefined
    return readFile(join(this.#folder, `${id}.json`), 'utf8').catch(() => undefined)
  }
}
