import { randomUUID } from 'node:crypto'
import type { SigningKey } from '@huren/crypto-config'
import type { Algorithm } from '@huren/records'
import { httpbis } from 'http-message-signatures'
import { contentDigest } from './content-digest.ts'

export interface OutgoingRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Record<string, string>
  readonly body?: Uint8Array<ArrayBuffer>
}

/** How a caller shows who it is: adds what the gateway checks to each attempt of a request. */
export type Credentials = (request: OutgoingRequest) => Promise<OutgoingRequest>

/** Names in the HTTP Signature Algorithms registry (RFC 9421, section 6.2); SM2 has none there, this one is Huren's. */
export const httpAlgorithm: Record<Algorithm, string> = {
  ES256: 'ecdsa-p256-sha256',
  'SM2-SM3': 'sm2-sm3',
}

const covered = ['@method', '@authority', '@path', '@query']
const coveredWithBody = [...covered, 'content-digest', 'content-type']

/** Seconds for which a signed request may arrive. */
const lifetime = 120

/**
 * Signs each request with a registered key (HTTP Message Signatures, RFC 9421): method, authority, path, query and,
 * through Content-Digest (RFC 9530), the body. A fresh nonce makes each attempt a request of its own.
 */
export const signedBy =
  (key: SigningKey): Credentials =>
  async (request) => {
    const headers = { ...request.headers }
    if (request.body) headers['content-digest'] = contentDigest(request.body)
    const created = new Date()
    const signed = await httpbis.signMessage(
      {
        key: {
          id: key.id,
          alg: httpAlgorithm[key.algorithm],
          sign: async (bytes) => Buffer.from(key.sign(bytes)),
        },
        fields: request.body ? coveredWithBody : covered,
        params: ['created', 'expires', 'nonce', 'keyid', 'alg'],
        paramValues: {
          created,
          expires: new Date(created.getTime() + lifetime * 1000),
          nonce: randomUUID(),
        },
      },
      { method: request.method, url: request.url, headers },
    )
    return { ...request, headers: signed.headers as Record<string, string> }
  }

/** Shows a token from `POST /v1/tokens` (RFC 6750). */
export const bearer =
  (token: string): Credentials =>
  async (request) => ({
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${token}` },
  })

/** Asks as nobody in particular: for what everybody may read. */
export const anonymous: Credentials = async (request) => request
