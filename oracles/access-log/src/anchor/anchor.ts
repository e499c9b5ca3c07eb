import type { Submitted } from '@huren/client'
import { type SigningKey, signStatement } from '@huren/crypto-config'
import { type Instant, type InstitutionId, parseEnvelope } from '@huren/records'
import { AccessLogError } from '../error.ts'
import type { AccessLog, Snapshot } from '../log.ts'
import type { Publisher } from '../publish/publisher.ts'
import { type AnchoredCheckpoint, AnchorStore, type PendingCheckpoint } from './anchor-store.ts'
import type { Ledger } from './ledger.ts'

/** A checkpoint with its receipt: what every proof rests on. */
export interface ProvenCheckpoint extends Snapshot {
  readonly receipt: object
}

export interface AnchorParts {
  readonly log: AccessLog
  readonly publisher: Publisher
  readonly ledger: Ledger
  readonly institution: InstitutionId
  readonly key: SigningKey
}

/** So many checkpoints without a receipt are remembered with their index. */
const mostUnproven = 100

/** How anchoring is. */
export interface AnchorState {
  readonly anchored: number
  readonly witnessed: number
  /** Why the last round failed. */
  readonly problem?: { readonly code: string; readonly detail: string }
}

/**
 * Publishes the log, states its checkpoints (no larger than what is published) on the ledger, and fetches their receipts. A checkpoint is kept before it is
 * sent, so that after a crash the same one is sent again.
 */
export class Anchor {
  readonly #parts: AnchorParts
  readonly #store: AnchorStore
  readonly #snapshots = new Map<number, Snapshot>()
  readonly #unproven: AnchoredCheckpoint[] = []
  #anchored: AnchoredCheckpoint | undefined
  #pending: PendingCheckpoint | undefined
  #proven: ProvenCheckpoint | undefined
  readonly #problems = new Map<'anchor' | 'prove', NonNullable<AnchorState['problem']>>()
  #begun = false

  constructor(parts: AnchorParts) {
    this.#parts = parts
    this.#store = new AnchorStore(parts.log.store)
  }

  get proven(): ProvenCheckpoint | undefined {
    return this.#proven
  }
  get state(): AnchorState {
    const [problem] = this.#problems.values()
    return {
      anchored: this.#anchored?.size ?? 0,
      witnessed: this.#proven?.size ?? 0,
      ...(problem && { problem }),
    }
  }

  /** One round of stating; a failure is remembered, shown by the health page, and tried again in the next round. */
  async anchor(): Promise<void> {
    await this.#trying('anchor', async () => {
      await this.#publish()
      if (!this.#begun) await this.#begin()
      if (!this.#pending) await this.#next()
      if (this.#pending) await this.#send(this.#pending)
    })
  }

  /** One round of fetching receipts, the newest first. */
  async prove(): Promise<void> {
    await this.#trying('prove', async () => {
      for (const checkpoint of this.#unproven.toReversed()) {
        const receipt = await this.#parts.ledger.receipt(checkpoint.id)
        if (receipt) return this.#prove(checkpoint, receipt)
      }
    })
  }

  async #trying(what: 'anchor' | 'prove', round: () => Promise<void>): Promise<void> {
    try {
      await round()
      this.#problems.delete(what)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'anchor-failed'
      this.#problems.set(what, { code, detail: error instanceof Error ? error.message : String(error) })
    }
  }

  /** The static files follow the log whether or not the ledger answers. */
  async #publish(): Promise<void> {
    const { log, publisher } = this.#parts
    if (log.size > publisher.published) await publisher.publish(log.size)
  }

  /** Where the last run ended, compared with what the ledger has: a log that lost entries must not go on. */
  async #begin(): Promise<void> {
    const { log, ledger } = this.#parts
    this.#pending = await this.#store.pending()
    this.#anchored = await this.#store.anchored()
    await this.#agree(await ledger.head(log.id))
    if (this.#anchored?.size === log.size) this.#remember(this.#anchored, log.snapshot())
    this.#begun = true
  }

  /** Takes over the ledger's head. @throws AccessLogError `log-fork` when it is not a beginning of this log */
  async #agree(head: Awaited<ReturnType<Ledger['head']>>): Promise<void> {
    if (!head || head.size === this.#anchored?.size) return
    const { log } = this.#parts
    const same = head.size <= log.size && Buffer.from(await log.root(head.size)).toString('hex') === head.root
    if (!same)
      throw new AccessLogError(
        'log-fork',
        `the ledger has a checkpoint of ${head.size} entries that this log does not extend`,
      )
    this.#anchored = { size: head.size, id: head.statement }
    await this.#store.rememberAnchored(this.#anchored)
    this.#pending = undefined
  }

  async #next(): Promise<void> {
    const { log, institution, key } = this.#parts
    const previousSize = this.#anchored?.size ?? 0
    if (log.size === previousSize) return
    const snapshot = log.snapshot()
    await this.#publish()
    const issuedAt = new Date().toISOString() as Instant
    const payload = await log.checkpointPayload({ issuer: institution, issuedAt, previousSize }, snapshot)
    const envelope = signStatement('access-log-checkpoint', payload, [key])
    const { id } = parseEnvelope(JSON.stringify(envelope))
    this.#pending = { size: snapshot.size, id, envelope }
    await this.#store.rememberPending(this.#pending)
    this.#snapshots.set(snapshot.size, snapshot)
  }

  async #send(pending: PendingCheckpoint): Promise<void> {
    const result = await this.#parts.ledger.submit(pending.envelope)
    if (result.stage === 'committed') await this.#accepted(pending)
    else if (result.stage !== 'queued') await this.#refused(result)
  }

  async #accepted({ size, id }: PendingCheckpoint): Promise<void> {
    this.#anchored = { size, id }
    await this.#store.rememberAnchored(this.#anchored)
    this.#pending = undefined
    const snapshot = this.#snapshots.get(size)
    if (snapshot) this.#remember(this.#anchored, snapshot)
  }

  /** A refused checkpoint is never sent again; the next one grows from what the ledger has. */
  async #refused({ code, detail }: Submitted): Promise<void> {
    await this.#store.forgetPending()
    this.#pending = undefined
    await this.#agree(await this.#parts.ledger.head(this.#parts.log.id))
    throw new AccessLogError('checkpoint-refused', `${code ?? 'dead'}: ${detail ?? ''}`)
  }

  #remember(anchored: AnchoredCheckpoint, snapshot: Snapshot): void {
    this.#snapshots.set(anchored.size, snapshot)
    this.#unproven.push(anchored)
    if (this.#unproven.length > mostUnproven) this.#snapshots.delete(this.#unproven.shift()?.size ?? -1)
  }

  #prove({ size }: AnchoredCheckpoint, receipt: object): void {
    const snapshot = this.#snapshots.get(size)
    if (snapshot) this.#proven = { ...snapshot, receipt }
    for (const older of [...this.#snapshots.keys()]) if (older <= size) this.#snapshots.delete(older)
    this.#unproven.splice(0, this.#unproven.findIndex((one) => one.size === size) + 1)
  }
}
