import { verifySignature } from '@huren/crypto-config'
import {
  decodeBase64,
  type Envelope,
  type GatewayPromise,
  keyId,
  type PublicKey,
  parsePromise,
  type StatementId,
} from '@huren/records'

/** Not a promise of that gateway for that statement. */
export class PromiseError extends Error {
  override readonly name = 'PromiseError'
  readonly code = 'promise-invalid'
}

const insist = (condition: boolean, otherwise: string) => {
  if (!condition) throw new PromiseError(otherwise)
}

/**
 * Verifies the signed acknowledgement of a gateway: with it, a gateway that drops a statement is convicted by its own
 * signature (promise 1 of the design). It may list other statements of the same request, by their ids.
 * @param gateway the gateway's key, obtained once and kept (`Gateway.identity`), not taken from the same answer
 * @returns what the gateway owes, and by when
 * @throws PromiseError when it is not that gateway's promise for that statement; Refusal when it is malformed
 */
export const verifyPromise = (
  promise: Envelope,
  gateway: PublicKey,
  statement: StatementId,
): GatewayPromise => {
  const { payload, signedBytes } = parsePromise(JSON.stringify(promise))
  insist(payload.gateway === keyId(gateway), 'a promise of another gateway')
  insist(payload.statements.includes(statement), 'a promise for other statements')
  const signature = decodeBase64(promise.signatures[0]?.sig ?? '') ?? new Uint8Array()
  insist(verifySignature(gateway, signedBytes, signature), 'the signature does not verify')
  return payload
}
