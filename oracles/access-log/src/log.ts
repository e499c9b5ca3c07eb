import {
  type AccessErasure,
  type AccessLogCheckpoint,
  type Digest,
  type Instant,
  type InstitutionId,
  type RecordId,
  Refusal,
} from '@huren/records'
import { Appending } from './appending.ts'
import { checkAll } from './check.ts'
import { Erasing } from './erasing.ts'
import type { AccessReport } from './event.ts'
import { type IndexTree, rootOf } from './lists/index-tree.ts'
import { checkName, type Label, type ListName } from './lists/list-name.ts'
import type { Listed } from './lists/lists.ts'
import type { Vrf } from './lists/vrf.ts'
import { LogReader } from './log-reader.ts'
import { type AccessLogOptions, type LogParts, openParts } from './opening.ts'
import type { Sequenced } from './writer.ts'

export type { AccessLogOptions } from './opening.ts'

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
  readonly #parts: LogParts
  readonly #appending: Appending
  readonly #erasing: Erasing

  private constructor(parts: LogParts) {
    super(parts.store)
    this.id = parts.id
    this.vrf = parts.vrf
    this.#parts = parts
    const { store, labels, group } = parts
    const record = (index: number) => this.record(index)
    this.#appending = new Appending({ labels, group, record })
    this.#erasing = new Erasing({
      store,
      labels,
      group,
      record,
      commitment: (index) => this.commitment(index),
    })
  }

  /**
   * Opens the log in a folder, or begins one there.
   * @throws AccessLogError `log-damaged`, `log-mismatch`
   */
  static async open(options: AccessLogOptions): Promise<AccessLog> {
    return new AccessLog(await openParts(options))
  }

  override get size(): number {
    return this.#parts.writer.size
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
  appendAll(reports: readonly AccessReport[]): Promise<(Sequenced | Refusal)[]> {
    return this.#appending.all(reports)
  }

  /**
   * Destroys an event and its salt: the tree keeps the commitment, which nobody can open any more. An entry says so.
   * @returns the entry that says so
   * @throws AccessLogError `out-of-range`; Refusal `already-erased`, `target-unknown` for an entry that is an erasure
   */
  erase(index: number, reason: AccessErasure['reason'], erasedAt: Instant): Promise<Sequenced> {
    return this.#erasing.erase(index, reason, erasedAt)
  }

  /** The index of lists as of all entries on disk. */
  snapshot(): Snapshot {
    const size = this.size
    const index = this.#parts.lists.index()
    return { size, index, indexRoot: rootOf(index) }
  }

  /** The label of a list. @throws Refusal `payload-invalid` */
  async label(list: ListName): Promise<Label> {
    const [label] = await this.#parts.labels.of([{ ...list, name: checkName(list.name, list.kind) }])
    return label as Label
  }

  /** The entries of a list that stand in the first `size` entries of the log, beginning with the list's n-th. */
  listed(label: Label, size: number, from = 0): Promise<Listed[]> {
    return this.#parts.lists.listed(label, size, from)
  }

  /** The n-th entry of a list, counted from 0, or undefined. */
  listedAt(label: Label, n: number): Promise<Listed | undefined> {
    return this.#parts.lists.listedAt(label, n)
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
    const { group, thread, store } = this.#parts
    await this.#appending.close()
    await group.idle()
    await thread.close()
    await store.close()
  }
}

const hex = (hash: Uint8Array): Digest => Buffer.from(hash).toString('hex') as Digest
