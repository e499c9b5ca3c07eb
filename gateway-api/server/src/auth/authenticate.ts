import type { Request } from '@hapi/hapi'
import type { KeyId } from '@huren/records'
import { headerOf } from '../http/header.ts'
import { Problem } from '../http/problem.ts'
import type { Directory } from './directory.ts'
import { clockSkew, isSigned, type SignedRequest, verifyRequest } from './http-signature.ts'
import { type Caller, callerOf, closedBecause, type KnownKey } from './known-key.ts'
import type { Nonces } from './nonces.ts'
import type { Tokens } from './tokens.ts'

export type Means = 'signature' | 'token'

/** Finds out who asks. */
export class Authenticator {
  readonly #directory: Directory
  readonly #nonces: Nonces
  readonly #tokens: Tokens
  readonly #publicUrl: string | undefined

  constructor(directory: Directory, nonces: Nonces, tokens: Tokens, publicUrl: string | undefined) {
    this.#directory = directory
    this.#nonces = nonces
    this.#tokens = tokens
    this.#publicUrl = publicUrl
  }

  /** @throws Problem 401; 503 when the ledger cannot be asked for the key */
  async authenticate(request: Request): Promise<{ caller: Caller; means: Means }> {
    const bearer = /^Bearer +(\S+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1]
    if (bearer) return { caller: await this.#open(await this.#tokens.keyOf(bearer)), means: 'token' }
    if (!isSigned(request.headers))
      throw new Problem(
        'signature-required',
        'sign the request (RFC 9421) or send a token from POST /v1/tokens',
      )
    const key = await this.verify(request, (id) => this.#active(id))
    return { caller: callerOf(key, Date.now()), means: 'signature' }
  }

  /** Verifies a signed request, by whatever key `keyOf` finds, and uses its nonce up. @throws Problem 401 */
  async verify<K extends Pick<KnownKey, 'id' | 'algorithm' | 'publicKey'>>(
    request: Request,
    keyOf: (id: KeyId) => Promise<K>,
  ): Promise<K> {
    const { key, parameters } = await verifyRequest(this.#signedRequest(request), keyOf)
    const over = (parameters.expires + clockSkew + 1) * 1000
    if (!(await this.#nonces.use(key.id, parameters.nonce, over)))
      throw new Problem('signature-replayed', 'this nonce was used before; sign each request anew')
    return key
  }

  /** The caller again, as of now: for doors that stay open. @throws Problem `key-inactive`, `credential-invalid` */
  async still(caller: Caller): Promise<Caller> {
    return this.#open(caller.key.id)
  }

  async #open(id: KeyId): Promise<Caller> {
    return callerOf(await this.#active(id), Date.now())
  }

  async #active(id: KeyId): Promise<KnownKey> {
    const key = await this.#directory.find(id)
    if (!key) throw new Problem('credential-invalid', 'the key is not registered')
    const reason = closedBecause(key, Date.now())
    if (reason) throw new Problem('key-inactive', reason)
    return key
  }

  #signedRequest({ method, raw, headers }: Request): SignedRequest {
    const base = this.#publicUrl ?? `http://${headers.host ?? 'localhost'}`
    const url = URL.parse(`${base}${raw.req.url ?? '/'}`)
    if (!url) throw new Problem('signature-unacceptable', 'the Host field names no host')
    const hasBody = 'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0
    return { method, url, headers: headers as Record<string, string>, hasBody }
  }
}
