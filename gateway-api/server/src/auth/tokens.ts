import { randomBytes, randomUUID } from 'node:crypto'
import type { KeyId } from '@huren/records'
import { jwtVerify, SignJWT } from 'jose'
import { Problem } from '../http/problem.ts'

/**
 * Short-lived tokens (JWT, RFC 7519) that spare a signature a request. They name a key and nothing else: what the key
 * may do is asked anew each time, so that a revocation ends its tokens. Their secret lives in this process only.
 */
export class Tokens {
  readonly #secret = randomBytes(32)
  readonly #audience = randomUUID()
  readonly #seconds: number

  constructor(seconds: number) {
    this.#seconds = seconds
  }

  async issue(key: KeyId): Promise<{ token: string; expiresAt: string }> {
    const expires = Math.floor(Date.now() / 1000) + this.#seconds
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(key)
      .setAudience(this.#audience)
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(this.#secret)
    return { token, expiresAt: new Date(expires * 1000).toISOString() }
  }

  /** @throws Problem `token-invalid` */
  async keyOf(token: string): Promise<KeyId> {
    try {
      const { payload } = await jwtVerify(token, this.#secret, {
        algorithms: ['HS256'],
        audience: this.#audience,
        requiredClaims: ['sub', 'exp'],
      })
      return payload.sub as KeyId
    } catch {
      throw new Problem('token-invalid', 'the token has expired or is not of this gateway; ask for a new one')
    }
  }
}
