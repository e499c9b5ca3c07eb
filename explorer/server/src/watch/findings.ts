import type { Finding, FindingState } from './finding.ts'

/** As much of a bucket as is needed here. */
interface Bucket {
  values(): { all(): Promise<Finding[]> }
  batch(writes: { type: 'put'; key: string; value: Finding }[]): Promise<void>
}

/** Every finding: kept in the store, asked for in memory, since pages ask whenever blocks come. */
export class Findings {
  readonly #bucket: Bucket
  readonly #byId: Map<string, Finding>

  private constructor(bucket: Bucket, all: readonly Finding[]) {
    this.#bucket = bucket
    this.#byId = new Map(all.map((finding) => [finding.id, finding]))
  }

  static async open(bucket: Bucket): Promise<Findings> {
    return new Findings(bucket, await bucket.values().all())
  }

  get(id: string): Finding | undefined {
    return this.#byId.get(id)
  }

  /** Newest first. @param states without, those of every state @param city without, those of every city and the province */
  list(states?: readonly FindingState[], city?: string): Finding[] {
    const all = [...this.#byId.values()]
    return all
      .filter((each) => (states?.includes(each.state) ?? true) && (city === undefined || each.city === city))
      .sort((a, b) => (a.last < b.last ? 1 : a.last > b.last ? -1 : a.id < b.id ? 1 : -1))
  }

  /** Those of one rule; of several about one subject the one that began last. */
  bySubject(rule: string): Map<string, Finding> {
    const newest = new Map<string, Finding>()
    for (const finding of this.#byId.values()) {
      if (finding.rule !== rule) continue
      const known = newest.get(finding.subject)
      if (!known || known.first <= finding.first) newest.set(finding.subject, finding)
    }
    return newest
  }

  /** Keeps them, in one write; only then are they seen. */
  async put(findings: readonly Finding[]): Promise<void> {
    if (findings.length === 0) return
    await this.#bucket.batch(findings.map((value) => ({ type: 'put', key: value.id, value })))
    for (const finding of findings) this.#byId.set(finding.id, finding)
  }
}
