import {
  decodeBase64,
  decodeUtf8,
  type Envelope,
  encodeBase64,
  encodePayload,
  type KeyId,
  keyId,
  makeEnvelope,
  openEnvelope,
  type PublicKey,
  parseStrictJson,
  payloadType,
  preAuthEncoding,
  Refusal,
  type StatementId,
  statementIdOf,
  validate,
} from '@huren/records'
import { type DocumentName, type Documents, documents } from './documents.ts'

/** A key that signs: a key file's on a machine, WebCrypto's in a browser. */
export interface Signer extends PublicKey {
  readonly id: KeyId
  /** r ‖ s, 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
}
/** Verifies r ‖ s over bytes; never throws. */
export type Verify = (key: PublicKey, bytes: Uint8Array, signature: Uint8Array) => boolean

/** Signs the bytes that were written, in their pre-authentication encoding (DSSE v1.0). Statements too. */
export const signWith = async (
  name: string,
  payload: { issuedAt: Documents['card']['issuedAt'] },
  signer: Signer,
) => {
  const bytes = encodePayload(payload)
  const sig = encodeBase64(await signer.sign(preAuthEncoding(payloadType(name), bytes)))
  return makeEnvelope(name, bytes, [{ keyid: signer.id, sig }])
}

export const signDocument = <N extends DocumentName>(
  name: N,
  payload: Documents[N],
  signer: Signer,
): Promise<Envelope> => {
  validate<object>(documents[name], payload)
  return signWith(name, payload, signer)
}

/** A document whose shape was checked, and what its one signature covers. */
export interface Opened<T> {
  readonly id: StatementId
  readonly payload: T
  readonly keyid: KeyId
  readonly signedBytes: Uint8Array
  readonly signature: Uint8Array
}

/**
 * Reads the JSON text of a signed document. Its signature is yet to be verified.
 * @throws Refusal those of `openEnvelope`; `payload-type-unknown`, `payload-invalid`, `signature-duplicate`
 */
export const openDocument = <N extends DocumentName>(name: N, text: string): Opened<Documents[N]> => {
  const { envelope, payloadBytes } = openEnvelope(text)
  if (envelope.payloadType !== payloadType(name))
    throw new Refusal('payload-type-unknown', `the payload type is not that of a ${name}`, 'payloadType')
  const payload = parseStrictJson(decodeUtf8(payloadBytes))
  validate<Documents[N]>(documents[name] as never, payload)
  const [signature, ...others] = envelope.signatures
  if (!signature || others.length > 0)
    throw new Refusal('signature-duplicate', 'one key signs this, alone', 'signatures')
  const signedBytes = preAuthEncoding(envelope.payloadType, payloadBytes)
  return {
    id: statementIdOf(signedBytes),
    payload,
    keyid: signature.keyid,
    signedBytes,
    signature: decodeBase64(signature.sig) ?? new Uint8Array(),
  }
}

/** @throws Refusal `signature-invalid` unless `key` signed the document */
export const checkSignedBy = (opened: Opened<unknown>, key: PublicKey, verify: Verify): void => {
  if (keyId(key) !== opened.keyid || !verify(key, opened.signedBytes, opened.signature))
    throw new Refusal('signature-invalid', 'the signature does not verify', 'signatures')
}

/**
 * A card or a presence, which carry the key that signs them.
 * @throws Refusal also `key-id-mismatch`
 */
export const openSelfSigned = <N extends 'card' | 'presence'>(name: N, text: string, verify: Verify) => {
  const opened = openDocument(name, text)
  const { key, algorithm, publicKey } = opened.payload
  if (keyId({ algorithm, publicKey }) !== key)
    throw new Refusal('key-id-mismatch', 'the id is not the digest of the key', 'key')
  checkSignedBy(opened, { algorithm, publicKey }, verify)
  return opened
}
