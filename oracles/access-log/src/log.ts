import { randomBytes, randomUUID } from 'node:crypto'
import {
  type AccessErasure,
  type AccessLogCheckpoint,
  type Commitment,
  type Digest,
  type Instant,
  type InstitutionId,
  parseAccessEntry,
  type RecordId,
  Refusal,
} from '@huren/records'
import { checkAll, checkEdge } from './check.ts'
import { AccessLogError } from './error.ts'
import { type AccessReport, commitmentOf } from './event.ts'
import { GroupCommit } from './group.ts'
import { type IndexTree, rootOf } from './lists/index-tree.ts'
import { Labels } from './lists/labels.ts'
import { checkName, type Label, type ListName, labelFrom } from './lists/list-name.ts'
import { type Listed, Lists } from './lists/lists.ts'
import { Vrf } from './lists/vrf.ts'
import { VrfThread } from './lists/vrf-thread.ts'
import { LogReader } from './log-reader.ts'
import { recordBytes } from './record.ts'
import { type CheckedReport, checkReport } from './report.ts'
import { bytes, compact, type Head, keys, openStore, readEdge, readHead, type Store } from './store.ts'
import { EntryEdge } from './tree/entry-tiles.ts'
import { Edge } from './tree/tiles.ts'
import { type Incoming, type Sequenced, Writer } from './writer.ts'

export interface AccessLogOptions {
  /** A folder of its own. */
  readonly dataDir: string
  /** The secret of the log's lists, 32 bytes; the same for as long as the log lives. */
  readonly seed: Uint8Array
  /** The log's identity; made at random when the folder is empty and none is given. */
  readonly log?: RecordId
  /** So many events may wait to be written; 50,000 unless told. More are refused (`log-busy`). */
  readonly mostWaiting?: number
}

/** The log at one moment: what a checkpoint says, and the index that belongs to it. */
export interface Snapshot {
  readonly size: number
  readonly indexRoot: Buffer
  readonly index: IndexTree
}

/**
 * An append-only log of accesses to images: a Merkle tree of RFC 9162 over salted commitments of small JSON events,
 * and a list of entries for each person and institution. Size, roots and proofs cover what is on disk, and nothing that
 * is still on its way there.
 */
export class AccessLog extends LogReader {
  readonly id: RecordId
  readonly vrf: Vrf
  readonly #thread: VrfThread
  readonly #labels: Labels
  readonly #lists: Lists
  readonly #writer: Writer
  readonly #group: GroupCommit<Incoming, Sequenced>
  readonly #appending = new Set<Promise<unknown>>()
  readonly #erasing = new Set<number>()
  #closed = false

  private constructor(
    store: Store,
    head: Head,
    parts: { vrf: Vrf; thread: VrfThread; labels: Labels; lists: Lists; writer: Writer; mostWaiting: number },
  ) {
    super(store)
    this.id = head.log
    this.vrf = parts.vrf
    this.#thread = parts.thread
    this.#labels = parts.labels
    this.#lists = parts.lists
    this.#writer = parts.writer
    this.#group = new GroupCommit((incoming) => parts.writer.commit(incoming), parts.mostWaiting)
  }

  /**
   * Opens the log in a folder, or begins one there.
   * @throws AccessLogError `log-damaged`, `log-mismatch`
   */
  static async open({ dataDir, seed, log, mostWaiting = 50_000 }: AccessLogOptions): Promise<AccessLog> {
    const store = await openStore(dataDir)
    try {
      const vrf = new Vrf(seed)
      const key = vrf.publicKey.toString('hex')
      const head = (await readHead(store)) ?? (await begin(store, log ?? newId(), key))
      if (log && log !== head.log)
        throw new AccessLogError('log-mismatch', `the folder holds log ${head.log}, not ${log}`)
      if (key !== head.key)
        throw new AccessLogError('log-mismatch', 'the lists of this log have another secret')
      const tiles = await readEdge(store, head.size)
      const entries = new EntryEdge(head.size, await checkEdge(store, head.size, tiles))
      const lists = await Lists.load(store)
      const thread = new VrfThread(seed)
      const writer = new Writer(store, head, { lists, edge: new Edge(tiles), entries })
      return new AccessLog(store, head, {
        vrf,
        thread,
        labels: new Labels(store, thread, seed),
        lists,
        writer,
        mostWaiting,
      })
    } catch (error) {
      await store.close()
      throw error
    }
  }

  override get size(): number {
    return this.#writer.size
  }

  /**
   * Appends an event; resolves when it is on disk. An event with an id that is there already is not appended again.
   * @throws Refusal `payload-invalid`; `record-exists` when another event has its id
   * @throws AccessLogError `log-busy`, `log-full`, `log-failed`, `log-closed`
   */
  async append(report: AccessReport): Promise<Sequenced> {
    const [outcome] = await this.appendAll([report])
    if (!outcome || outcome instanceof Refusal) throw outcome
    return outcome
  }

  /**
   * Appends many; each is sequenced, or refused by itself.
   * @returns one answer a report, in order
   * @throws AccessLogError as `append`, when none of them was taken
   */
  async appendAll(reports: readonly AccessReport[]): Promise<(Sequenced | Refusal)[]> {
    if (this.#closed) throw new AccessLogError('log-closed', 'the log is closed')
    const appending = this.#appendAll(reports)
    this.#appending.add(appending)
    try {
      return await appending
    } finally {
      this.#appending.delete(appending)
    }
  }

  async #appendAll(reports: readonly AccessReport[]): Promise<(Sequenced | Refusal)[]> {
    const checked = reports.map(checkReport)
    const valid = checked.filter((report): report is CheckedReport => !(report instanceof Refusal))
    const incoming = await this.#prepare(valid)
    const sequenced = await this.#group.add(incoming)
    const outcomes = await Promise.all(
      sequenced.map((answer, i) => (answer.duplicate ? this.#same(answer, incoming[i]) : answer)),
    )
    let next = 0
    return checked.map((report) => (report instanceof Refusal ? report : (outcomes[next++] as Sequenced)))
  }

  async #prepare(reports: readonly CheckedReport[]): Promise<Incoming[]> {
    const labels = await this.#labels.of(reports.flatMap(({ lists }) => lists))
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
    const stored = await this.record(answer.index)
    const saltless = incoming?.record.subarray(32)
    return !stored || (saltless && recordBytes(stored).subarray(32).equals(saltless))
      ? answer
      : new Refusal('record-exists', 'another event has this id', 'event')
  }

  /**
   * Destroys an event and its salt: the tree keeps the commitment, which nobody can open any more. An entry says so.
   * @returns the entry that says so
   * @throws AccessLogError `out-of-range`; Refusal `already-erased`, `target-unknown` for an entry that is an erasure
   */
  async erase(index: number, reason: AccessErasure['reason'], erasedAt: Instant): Promise<Sequenced> {
    if (this.#erasing.has(index)) throw new Refusal('already-erased', 'the event is being erased', 'erases')
    this.#erasing.add(index)
    try {
      return await this.#erase(index, reason, erasedAt)
    } finally {
      this.#erasing.delete(index)
    }
  }

  async #erase(index: number, reason: AccessErasure['reason'], erasedAt: Instant): Promise<Sequenced> {
    const commitment = Buffer.from(await this.commitment(index)).toString('hex') as Commitment
    const record = await this.record(index)
    if (!record) throw new Refusal('already-erased', 'the event is erased already', 'erases')
    const { event } = parseAccessEntry(record.bytes)
    if (!event) throw new Refusal('target-unknown', 'the entry is an erasure itself', 'erases')
    const erasure: AccessErasure = { erases: index, event: event.event, commitment, reason, erasedAt }
    const bytes = Buffer.from(JSON.stringify(erasure))
    const salt = randomBytes(32)
    const patient = await this.#labelAt(record.label)
    const [institution] = await this.#labels.of([{ kind: 'institution', name: event.institution }])
    const [sequenced] = await this.#group.add([
      {
        commitment: commitmentOf(salt, bytes),
        record: recordBytes({ salt, label: record.label, bytes }),
        labels: institution ? [patient, institution] : [patient],
        erases: index,
      },
    ])
    await compact(this.store, keys.event(index), keys.event(index + 1))
    return sequenced as Sequenced
  }

  async #labelAt(label: Buffer): Promise<Label> {
    const state = await this.store.get(keys.state(label.toString('hex')))
    if (!state) throw new AccessLogError('log-damaged', 'the state of a list is missing')
    return labelFrom(Buffer.concat([label, state.subarray(40, 72)]))
  }

  /** The index of lists as of all entries on disk. */
  snapshot(): Snapshot {
    const size = this.size
    const index = this.#lists.index()
    return { size, index, indexRoot: rootOf(index) }
  }

  /** The label of a list. @throws Refusal `payload-invalid` */
  async label(list: ListName): Promise<Label> {
    const [label] = await this.#labels.of([{ ...list, name: checkName(list.name, list.kind) }])
    return label as Label
  }

  /** The entries of a list that stand in the first `size` entries of the log, beginning with the list's n-th. */
  listed(label: Label, size: number, from = 0): Promise<Listed[]> {
    return this.#lists.listed(label, size, from)
  }

  /** The n-th entry of a list, counted from 0, or undefined. */
  listedAt(label: Label, n: number): Promise<Listed | undefined> {
    return this.#lists.listedAt(label, n)
  }

  /**
   * The payload of an `access-log-checkpoint` statement, to be signed by the log's institution.
   * @param previousSize of the checkpoint that the ledger has; 0 for none
   * @throws AccessLogError `out-of-range` when there is nothing new
   */
  async checkpointPayload(
    from: { readonly issuer: InstitutionId; readonly issuedAt: Instant; readonly previousSize: number },
    { size, indexRoot }: Snapshot = this.snapshot(),
  ): Promise<AccessLogCheckpoint> {
    this.checkRange(from.previousSize, 0, size - 1)
    const [root, proof] = await Promise.all([this.root(size), this.consistencyProof(from.previousSize, size)])
    const index = { root: hex(indexRoot), key: hex(this.vrf.publicKey) }
    return { ...from, log: this.id, size, root: hex(root), consistency: proof.map(hex), index }
  }

  /**
   * Computes the whole tree anew from the entries on disk. For a log that nobody appends to meanwhile.
   * @throws AccessLogError `log-damaged` with the first entry or tile that does not fit
   */
  verify(onProgress?: (entries: number) => void): Promise<void> {
    return checkAll(this.store, this.size, onProgress)
  }

  /** Waits for what was appended, then lets go of the folder. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#appending)
    await this.#group.idle()
    await this.#thread.close()
    await this.store.close()
  }
}

const hex = (hash: Uint8Array): Digest => Buffer.from(hash).toString('hex') as Digest
const newId = () => randomUUID() as RecordId

const begin = async (store: Store, log: RecordId, key: string): Promise<Head> => {
  const head = { log, size: 0, key }
  await store.put(keys.head, bytes(JSON.stringify(head)), { sync: true })
  return head
}
