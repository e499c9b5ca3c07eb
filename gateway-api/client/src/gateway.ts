import type { Envelope, StatementId } from '@huren/records'
import type { AccessToken, GatewayIdentity, Page, Readiness, StatementView, Submitted } from './answers.ts'
import { anonymous, type Credentials } from './credentials.ts'
import { pathOf, type Resource } from './resources.ts'
import { type SubmitOptions, submit } from './submit.ts'
import { type Call, send, sendForJson, type TransportOptions } from './transport.ts'
import { type WatchOptions, watch } from './watch.ts'

export interface GatewayOptions {
  /** Where the gateway listens: `https://gateway.example:8443`, with a path when it stands behind one. */
  readonly url: string | URL
  /** `signedBy(key)`, `bearer(token)`, or nothing for what everybody may read. */
  readonly credentials?: Credentials
  /** Attempts after the first, with growing pauses (at most 10 s, or what Retry-After asks); 6 unless told. */
  readonly retries?: number
  /** Milliseconds for one attempt; 90 000 unless told (a synchronous submission may wait 60 s). */
  readonly timeout?: number
}

type Query = NonNullable<Call['query']>

/** A gateway of the ledger, as an institution's system or a patient's device sees it. */
export class Gateway {
  readonly #transport: TransportOptions

  constructor({ url, credentials = anonymous, retries = 6, timeout = 90_000 }: GatewayOptions) {
    const base = new URL(url)
    if (!base.pathname.endsWith('/')) base.pathname += '/'
    this.#transport = { url: base, credentials, retries, timeout }
  }

  get url(): URL {
    return this.#transport.url
  }

  /** The same gateway, asked by somebody else. */
  as(credentials: Credentials): Gateway {
    return new Gateway({ ...this.#transport, credentials })
  }

  /** See `submit`: many statements in the fewest requests. */
  submit(envelopes: readonly Envelope[], options?: SubmitOptions): Promise<Submitted[]> {
    return submit(this.#transport, envelopes, options)
  }

  /** Any call of the API, its JSON answer. */
  call<T>(call: Call): Promise<T> {
    return sendForJson<T>(this.#transport, call)
  }

  /** One member of a resource. */
  get<T>(resource: Resource, id: string | number): Promise<T> {
    return this.call<T>({ path: pathOf(resource, id) })
  }

  /** One page of a resource; a query names indexed fields, `limit` and `cursor`. */
  page<T>(resource: Resource, query: Query = {}): Promise<Page<T>> {
    return this.call<Page<T>>({ path: pathOf(resource), query })
  }

  /** All members of a resource, page after page. */
  async *list<T>(resource: Resource, query: Query = {}): AsyncGenerator<T> {
    let cursor: string | undefined
    do {
      const page: Page<T> = await this.page<T>(resource, {
        ...query,
        ...(cursor !== undefined && { cursor }),
      })
      yield* page.items
      cursor = page.next
    } while (cursor !== undefined)
  }

  statement(id: StatementId): Promise<StatementView> {
    return this.get('statements', id)
  }

  /** See `watch`: the events of the ledger, resumed after every break. */
  watch(options?: WatchOptions) {
    return watch(this.#transport, options)
  }

  /** A short-lived token for the caller's key; ask with `signedBy`. */
  token(): Promise<AccessToken> {
    return this.call({ method: 'POST', path: '/v1/tokens' })
  }

  /** Whose promises these are. */
  identity(): Promise<GatewayIdentity> {
    return this.call({ path: '/v1/gateway' })
  }

  /** Whether the process answers at all. @throws UnreachableError */
  alive(): Promise<{ readonly status: 'ok' }> {
    return sendForJson({ ...this.#transport, retries: 0 }, { path: '/healthz' })
  }

  /** Whether the gateway and its ledger can take statements now, and if not, why. @throws UnreachableError */
  readiness(): Promise<Readiness> {
    return sendForJson({ ...this.#transport, retries: 0 }, { path: '/readyz', answers: [503] })
  }

  /** As `readiness`, in one word. */
  ready(): Promise<boolean> {
    return this.readiness().then(
      ({ ready }) => ready,
      () => false,
    )
  }

  /** The gateway's metrics, in Prometheus' text format; with `bearer` where it asks for a token. */
  metrics(): Promise<string> {
    return send(this.#transport, { path: '/metrics', headers: { accept: 'text/plain' } }, (response) =>
      response.text(),
    )
  }
}
