import { verifySignature } from '@huren/crypto-config'
import type { Algorithm, KeyId, PublicKey } from '@huren/records'
import { httpbis } from 'http-message-signatures'
import { isInnerList, parseDictionary } from 'structured-headers'
import { Problem } from '../http/problem.ts'

/** Names in the registry of RFC 9421, section 6.2; SM2 has none there, `sm2-sm3` is Huren's. */
const algorithms: Readonly<Record<string, Algorithm>> = { 'ecdsa-p256-sha256': 'ES256', 'sm2-sm3': 'SM2-SM3' }

/** What a signature must cover, so that it fits no other request: all of one of these lists. */
const covers = [
  ['@method', '@authority', '@path', '@query'],
  ['@method', '@target-uri'],
] as const

/** Seconds for which a signed request may be under way, and by which clocks may differ. */
const signatureLifetime = 300
export const clockSkew = 30

export interface SignedRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Record<string, string>
  readonly hasBody: boolean
}

interface Parameters {
  readonly created: number
  readonly expires: number
  readonly nonce: string
  readonly keyid: KeyId
  readonly algorithm: Algorithm
}

const unacceptable = (detail: string) => new Problem('signature-unacceptable', detail)

const inputOf = (header: string) => {
  try {
    const inputs = [...parseDictionary(header)]
    const [first] = inputs
    if (inputs.length === 1 && first && isInnerList(first[1])) return first[1]
  } catch {
    // said below
  }
  throw unacceptable('Signature-Input must hold exactly one signature (RFC 9421, section 4.1)')
}

const checkCovered = (covered: readonly string[], hasBody: boolean): void => {
  if (!covers.some((list) => list.every((name) => covered.includes(name))))
    throw unacceptable(
      'the signature must cover @method, @authority, @path and @query, or @method and @target-uri',
    )
  if (hasBody && !covered.includes('content-digest'))
    throw unacceptable('the signature must cover content-digest')
}

const checkTime = (created: number, expires: number, now: number): void => {
  if (expires - created > signatureLifetime || expires < created)
    throw unacceptable(`expires must be at most ${signatureLifetime} seconds after created`)
  if (created > now + clockSkew || expires < now - clockSkew)
    throw new Problem('signature-stale', 'created or expires does not fit the time here; compare the clocks')
}

/** Parameters and coverage of the one signature of a request, checked before anything is computed. */
const readParameters = (request: SignedRequest): Parameters => {
  const [items, parameters] = inputOf(request.headers['signature-input'] ?? '')
  checkCovered(
    items.map(([name]) => String(name)),
    request.hasBody,
  )
  const [created, expires, nonce, keyid, alg] = ['created', 'expires', 'nonce', 'keyid', 'alg'].map((name) =>
    parameters.get(name),
  )
  const algorithm = typeof alg === 'string' ? algorithms[alg] : undefined
  if (!Number.isSafeInteger(created) || !Number.isSafeInteger(expires))
    throw unacceptable('created and expires must be whole seconds')
  if (typeof nonce !== 'string' || nonce.length < 16 || nonce.length > 128)
    throw unacceptable('nonce must be a string of 16 to 128 characters')
  if (typeof keyid !== 'string' || !/^[0-9a-f]{64}$/.test(keyid))
    throw unacceptable('keyid must be the id of a registered key')
  if (!algorithm) throw unacceptable('alg must be ecdsa-p256-sha256 or sm2-sm3')
  checkTime(Number(created), Number(expires), Date.now() / 1000)
  return { created: Number(created), expires: Number(expires), nonce, keyid: keyid as KeyId, algorithm }
}

export const isSigned = (headers: Readonly<Record<string, unknown>>): boolean =>
  'signature' in headers || 'signature-input' in headers

/**
 * Verifies the HTTP Message Signature of a request (RFC 9421). The body is not looked at: what the signature covers
 * of it is its Content-Digest.
 * @param keyOf finds the key; throws what is to be answered when there is none
 * @throws Problem 401
 */
export const verifyRequest = async <K extends PublicKey>(
  request: SignedRequest,
  keyOf: (id: KeyId) => Promise<K>,
): Promise<{ readonly key: K; readonly parameters: Parameters }> => {
  const parameters = readParameters(request)
  const key = await keyOf(parameters.keyid)
  if (key.algorithm !== parameters.algorithm) throw unacceptable('alg is not the algorithm of this key')
  const { method, url, headers } = request
  const verified = await httpbis
    .verifyMessage(
      {
        keyLookup: async () => ({
          verify: async (bytes, signature) => verifySignature(key, bytes, signature),
        }),
        tolerance: clockSkew,
      },
      { method, url, headers },
    )
    .catch(() => false)
  if (verified !== true) throw new Problem('credential-invalid', 'the signature does not verify')
  return { key, parameters }
}
