import { randomUUID } from 'node:crypto'
import { type ParsedStatement, Refusal, type StatementId } from '@huren/records'
import { type RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Caller } from '../auth/known-key.ts'
import { Problem } from '../http/problem.ts'
import type { Entry } from '../queue/entry.ts'
import type { Queue } from '../queue/queue.ts'
import type { Buckets, StatementRow, SubmissionRow } from '../store/buckets.ts'
import { within } from '../within.ts'
import { parseOnce } from './parsed.ts'
import type { Promises } from './promises.ts'
import {
  type Answers,
  dead,
  discarded,
  duplicate,
  final,
  queued,
  refused,
  type StatementAnswer,
} from './result.ts'

type Received = ParsedStatement | Refusal
/** Where one statement of a request stands: refused at the door, on the ledger before, or in the queue. */
type Standing = Refusal | StatementRow | Entry

const parse = (envelope: unknown): Received => {
  try {
    return parseOnce(JSON.stringify(envelope))
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

const answerOf = (standing: Standing): StatementAnswer => {
  if (standing instanceof Refusal) return refused(null, standing)
  if (!('final' in standing)) return duplicate(standing)
  const { outcome, row } = standing
  return outcome ? final(row.id, outcome) : queued(row.id)
}

/** Takes statements in, and tells what became of them. */
export class Submissions {
  readonly #queue: Queue
  readonly #buckets: Buckets
  readonly #promises: Promises
  readonly #rate: RateLimiterMemory
  readonly #stop: AbortSignal

  constructor(
    queue: Queue,
    buckets: Buckets,
    promises: Promises,
    rate: RateLimiterMemory,
    stop: AbortSignal,
  ) {
    this.#queue = queue
    this.#buckets = buckets
    this.#promises = promises
    this.#rate = rate
    this.#stop = stop
  }

  /**
   * Takes a list of envelopes. What is no statement is refused here; the signatures are for the contract, which is
   * the authority: verifying them twice would halve what the machine can carry.
   * @throws Problem `rate-limited`, `queue-full`: nothing was accepted
   */
  async accept(caller: Caller, envelopes: readonly unknown[]): Promise<Standing[]> {
    await this.#count(caller, envelopes.length)
    const received = envelopes.map(parse)
    const statements = received.filter((one): one is ParsedStatement => !(one instanceof Refusal))
    const rows = await this.#buckets.statements.getMany(statements.map(({ id }) => id))
    const fresh = statements.filter((_, index) => !rows[index])
    const entries = fresh.length > 0 ? await this.#queue.accept(fresh, caller.name) : []
    const standings = merge(rows, entries)
    return received.map((one) => (one instanceof Refusal ? one : standings.next().value!))
  }

  async #count(caller: Caller, statements: number): Promise<void> {
    try {
      await this.#rate.consume(caller.name, Math.max(1, statements))
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      const retryAfter = Math.max(1, Math.ceil(error.msBeforeNext / 1000))
      throw new Problem(
        'rate-limited',
        'too many statements in a minute; nothing of this request was accepted',
        {
          retryAfter,
        },
      )
    }
  }

  /** Waits until all are final, or for `patience` milliseconds; says where each stands then. */
  async answers(standings: readonly Standing[], patience: number): Promise<Answers> {
    const entries = standings.filter((one) => 'final' in one)
    const all = Promise.all(entries.map((entry) => entry.final))
    // a gateway that stops keeps nobody waiting: the promise is given, and kept after the next start
    if (patience > 0) await within(all, patience, this.#stop).catch(() => undefined)
    return { results: standings.map(answerOf), promises: await this.#promises.promise(entries) }
  }

  /** The gateway's word for statements that wait here; none for others. */
  promised(ids: readonly StatementId[]): Promise<Answers['promises']> {
    return this.#promises.promise(ids.flatMap((id) => this.#queue.find(id) ?? []))
  }

  /** Where a statement stands now; undefined for one that never came here and is not on the ledger. */
  async stand(id: StatementId): Promise<StatementAnswer | undefined> {
    const entry = this.#queue.find(id)
    if (entry) return answerOf(entry)
    const row = await this.#buckets.statements.get(id)
    if (row) return { ...duplicate(row), outcome: 'committed' }
    const letter = await this.#buckets.dead.get(id)
    if (letter) return dead(letter)
    const refusal = await this.#buckets.refused.get(id)
    if (refusal) return refused(id, refusal)
    const givenUp = await this.#buckets.discarded.get(id)
    return givenUp && discarded(id, givenUp)
  }

  /** Keeps a list together, so that its results can be asked for. */
  async keep(caller: Caller, ids: readonly StatementId[]): Promise<string> {
    const id = randomUUID()
    const row: SubmissionRow = { ids, submitter: caller.name, at: new Date().toISOString() }
    await this.#buckets.submissions.put(id, row)
    return id
  }
}

/** Rows where there are some, entries in between. */
function* merge(rows: readonly (StatementRow | undefined)[], entries: readonly Entry[]): Generator<Standing> {
  const fresh = entries.values()
  for (const row of rows) {
    const standing = row ?? fresh.next().value
    if (standing) yield standing
  }
}
