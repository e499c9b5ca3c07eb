import { randomBytes } from 'node:crypto'
import { Refusal } from '@huren/records'
import { AccessLogError } from './error.ts'
import { type AccessReport, commitmentOf } from './event.ts'
import type { GroupCommit } from './group.ts'
import type { Labels } from './lists/labels.ts'
import type { Label } from './lists/list-name.ts'
import { type EventRecord, recordBytes } from './record.ts'
import { type CheckedReport, checkReport } from './report.ts'
import type { Incoming, Sequenced } from './writer.ts'

/** What appending needs of the log. */
interface Log {
  readonly labels: Labels
  readonly group: GroupCommit<Incoming, Sequenced>
  /** What is stored of an entry; undefined once it is erased. */
  record(index: number): Promise<EventRecord | undefined>
}

/** Takes reports: checks them, salts and commits them, and waits until they are on disk. */
export class Appending {
  readonly #log: Log
  readonly #running = new Set<Promise<unknown>>()
  #closed = false

  constructor(log: Log) {
    this.#log = log
  }

  /**
   * Appends many; each is sequenced, or refused by itself.
   * @returns one answer a report, in order
   * @throws AccessLogError `log-busy`, `log-full`, `log-failed`, `log-closed` when none of them was taken
   */
  async all(reports: readonly AccessReport[]): Promise<(Sequenced | Refusal)[]> {
    if (this.#closed) throw new AccessLogError('log-closed', 'the log is closed')
    const appending = this.#all(reports)
    this.#running.add(appending)
    try {
      return await appending
    } finally {
      this.#running.delete(appending)
    }
  }

  /** Takes no more, and waits for what was taken. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#running)
  }

  async #all(reports: readonly AccessReport[]): Promise<(Sequenced | Refusal)[]> {
    const checked = reports.map(checkReport)
    const valid = checked.filter((report): report is CheckedReport => !(report instanceof Refusal))
    const incoming = await this.#prepare(valid)
    const sequenced = await this.#log.group.add(incoming)
    const outcomes = await Promise.all(
      sequenced.map((answer, i) => (answer.duplicate ? this.#same(answer, incoming[i]) : answer)),
    )
    let next = 0
    return checked.map((report) => (report instanceof Refusal ? report : (outcomes[next++] as Sequenced)))
  }

  async #prepare(reports: readonly CheckedReport[]): Promise<Incoming[]> {
    const labels = await this.#log.labels.of(reports.flatMap(({ lists }) => lists))
    const salts = randomBytes(reports.length * 32)
    return reports.map(({ id, bytes }, i) => {
      const [patient, institution] = [labels[2 * i] as Label, labels[2 * i + 1] as Label]
      const salt = salts.subarray(i * 32, (i + 1) * 32)
      const record = recordBytes({ salt, label: patient.label, bytes })
      return { id, record, commitment: commitmentOf(salt, bytes), labels: [patient, institution] }
    })
  }

  /** What is sent again must be what was sent. An erased event cannot be compared any more. */
  async #same(answer: Sequenced, incoming: Incoming | undefined): Promise<Sequenced | Refusal> {
    const stored = await this.#log.record(answer.index)
    const saltless = incoming?.record.subarray(32)
    return !stored || (saltless && recordBytes(stored).subarray(32).equals(saltless))
      ? answer
      : new Refusal('record-exists', 'another event has this id', 'event')
  }
}
