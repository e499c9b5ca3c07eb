import type { Authenticator } from '../auth/authenticate.ts'
import type { Caller } from '../auth/known-key.ts'
import { mayRead } from '../auth/rights.ts'
import type { Projection } from '../projection/projection.ts'
import { viewOf } from '../reading/statement-view.ts'
import type { Buckets, StatementRow } from '../store/buckets.ts'

export interface Following {
  readonly caller: Caller
  /** Statement types; all when empty. */
  readonly types: readonly string[]
  /** Position of the last event that was seen. */
  readonly after: string
  readonly signal: AbortSignal
}

/** Milliseconds between signs of life; proxies cut lines that are silent for a minute. */
const heartbeat = 15_000
const page = 200
/** Before the first statement of any chain. */
const beginning = '0000000000-00000-00000'

/** One server-sent event (WHATWG HTML, section 9.2); its id is where the statement lies. */
const eventOf = (row: StatementRow): string =>
  `id: ${row.position}\nevent: ${row.type}\ndata: ${JSON.stringify(viewOf(row))}\n\n`

/** The committed statements as a stream of events, in the order of the chain. */
export class EventStream {
  readonly #buckets: Buckets
  readonly #projection: Projection
  readonly #authenticator: Authenticator

  constructor(buckets: Buckets, projection: Projection, authenticator: Authenticator) {
    this.#buckets = buckets
    this.#projection = projection
    this.#authenticator = authenticator
  }

  /** The position at which the chain ends now: for those who want only what comes. */
  async end(): Promise<string> {
    const [last] = await this.#buckets.positions.keys({ reverse: true, limit: 1 }).all()
    return last ?? beginning
  }

  /**
   * What the caller may see, from `after` on and for as long as the caller's key is open. It reads only as fast as
   * it is read from: nothing piles up for a slow reader.
   */
  async *follow({ caller, types, after, signal }: Following): AsyncGenerator<string> {
    let position = after
    let current = caller
    let spoken = Date.now()
    // a line that breaks before the first event resumes here too, without a gap
    yield `retry: 2000\nid: ${position}\n\n`
    while (!signal.aborted) {
      const since = this.#projection.height
      const { rows, last } = await this.#page(position)
      position = last ?? position
      const own = rows.filter((row) => types.length === 0 || types.includes(row.type))
      const text = own
        .filter((row) => mayRead(current, row))
        .map(eventOf)
        .join('')
      if (text || Date.now() - spoken >= heartbeat) {
        spoken = Date.now()
        yield text || ': \n\n'
      }
      if (!last) await this.#projection.advanced(since, heartbeat, signal)
      current = await this.#authenticator.still(current)
    }
  }

  async #page(after: string): Promise<{ rows: StatementRow[]; last: string | undefined }> {
    const entries = await this.#buckets.positions.iterator({ gt: after, limit: page }).all()
    const rows = await this.#buckets.statements.getMany(entries.map(([, id]) => id))
    return { rows: rows.filter((row) => row !== undefined), last: entries.at(-1)?.[0] }
  }
}
