import { randomBytes } from 'node:crypto'
import { type AccessErasure, type Commitment, type Instant, parseAccessEntry, Refusal } from '@huren/records'
import { AccessLogError } from './error.ts'
import { commitmentOf } from './event.ts'
import type { GroupCommit } from './group.ts'
import type { Labels } from './lists/labels.ts'
import { type Label, labelFrom } from './lists/list-name.ts'
import { type EventRecord, recordBytes } from './record.ts'
import { compact, keys, type Store } from './store.ts'
import type { Incoming, Sequenced } from './writer.ts'

/** What erasing needs of the log. */
interface Log {
  readonly store: Store
  readonly labels: Labels
  readonly group: GroupCommit<Incoming, Sequenced>
  record(index: number): Promise<EventRecord | undefined>
  /** @throws AccessLogError `out-of-range` */
  commitment(index: number): Promise<Uint8Array>
}
type Reason = AccessErasure['reason']

/** Destroys events and their salts: the tree keeps the commitments, which nobody can open any more. An entry says so. */
export class Erasing {
  readonly #log: Log
  readonly #running = new Set<number>()

  constructor(log: Log) {
    this.#log = log
  }

  /**
   * @returns the entry that says so
   * @throws AccessLogError `out-of-range`; Refusal `already-erased`, `target-unknown` for an entry that is an erasure
   */
  async erase(index: number, reason: Reason, erasedAt: Instant): Promise<Sequenced> {
    if (this.#running.has(index)) throw new Refusal('already-erased', 'the event is being erased', 'erases')
    this.#running.add(index)
    try {
      return await this.#erase(index, reason, erasedAt)
    } finally {
      this.#running.delete(index)
    }
  }

  async #erase(index: number, reason: Reason, erasedAt: Instant): Promise<Sequenced> {
    const { store, labels, group } = this.#log
    const commitment = Buffer.from(await this.#log.commitment(index)).toString('hex') as Commitment
    const record = await this.#log.record(index)
    if (!record) throw new Refusal('already-erased', 'the event is erased already', 'erases')
    const { event } = parseAccessEntry(record.bytes)
    if (!event) throw new Refusal('target-unknown', 'the entry is an erasure itself', 'erases')
    const erasure: AccessErasure = { erases: index, event: event.event, commitment, reason, erasedAt }
    const bytes = Buffer.from(JSON.stringify(erasure))
    const salt = randomBytes(32)
    const patient = await this.#labelAt(record.label)
    const [institution] = await labels.of([{ kind: 'institution', name: event.institution }])
    const [sequenced] = await group.add([
      {
        commitment: commitmentOf(salt, bytes),
        record: recordBytes({ salt, label: record.label, bytes }),
        labels: institution ? [patient, institution] : [patient],
        erases: index,
      },
    ])
    await compact(store, keys.event(index), keys.event(index + 1))
    return sequenced as Sequenced
  }

  async #labelAt(label: Buffer): Promise<Label> {
    const state = await this.#log.store.get(keys.state(label.toString('hex')))
    if (!state) throw new AccessLogError('log-damaged', 'the state of a list is missing')
    return labelFrom(Buffer.concat([label, state.subarray(40, 72)]))
  }
}
