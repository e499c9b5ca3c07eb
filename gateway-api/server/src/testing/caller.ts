import { createHash, randomUUID } from 'node:crypto'
import type { SigningKey } from '@huren/crypto-config'
import { httpbis } from 'http-message-signatures'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly body: any
}

export interface Signing {
  readonly created?: Date
  readonly expires?: Date
  readonly nonce?: string
  readonly fields?: readonly string[]
  readonly alg?: string
  readonly keyid?: string
}

const algorithms = { ES256: 'ecdsa-p256-sha256', 'SM2-SM3': 'sm2-sm3' } as const

/** The fields that sign a request (RFC 9421), each of them open to a test's mischief. */
export const signatureHeaders = async (
  key: SigningKey,
  url: string,
  method: string,
  body: string | undefined,
  signing: Signing = {},
): Promise<Record<string, string>> => {
  const digest =
    body === undefined ? {} : { 'content-digest': digestOf(body), 'content-type': 'application/json' }
  const created = signing.created ?? new Date()
  const covered = [
    '@method',
    '@authority',
    '@path',
    '@query',
    ...(body === undefined ? [] : ['content-digest']),
  ]
  const signed = await httpbis.signMessage(
    {
      key: {
        id: signing.keyid ?? key.id,
        alg: signing.alg ?? algorithms[key.algorithm],
        sign: async (bytes) => Buffer.from(key.sign(bytes)),
      },
      fields: [...(signing.fields ?? covered)],
      params: ['created', 'expires', 'nonce', 'keyid', 'alg'],
      paramValues: {
        created,
        expires: signing.expires ?? new Date(created.getTime() + 120_000),
        nonce: signing.nonce ?? randomUUID(),
      },
    },
    { method, url: new URL(url), headers: digest },
  )
  return signed.headers as Record<string, string>
}

export const digestOf = (body: string) => `sha-256=:${createHash('sha256').update(body).digest('base64')}:`

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

/** Sends a request as it is. */
export const plain = async (url: string, init?: RequestInit): Promise<Answer> =>
  answerOf(await fetch(url, init))

/** One who signs each request with a key. */
export const callerWith = (base: () => string, key: SigningKey) => {
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const url = base() + path
    const signed = await signatureHeaders(key, url, method, text)
    return plain(url, {
      method,
      headers: { ...signed, ...headers },
      ...(text !== undefined && { body: text }),
    })
  }
  return {
    key,
    get: (path: string) => send('GET', path),
    post: (path: string, body?: unknown, headers?: Record<string, string>) =>
      send('POST', path, body, headers),
  }
}
export type TestCaller = ReturnType<typeof callerWith>
