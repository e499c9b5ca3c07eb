import {
  type Envelope,
  type EnvelopeSignature,
  encodePayload,
  makeEnvelope,
  type Payload,
  payloadType,
  preAuthEncoding,
} from '@huren/records'
import type { SigningKey } from '../keys/signing-key.ts'

const signatureOf = (key: SigningKey, bytes: Uint8Array): EnvelopeSignature => ({
  keyid: key.id,
  sig: Buffer.from(key.sign(bytes)).toString('base64'),
})

/**
 * Writes a payload down and signs the bytes that were written, in their pre-authentication encoding (DSSE v1.0).
 * @param type the record type's name: `report`
 * @param keys in the order in which their signatures shall stand
 */
export const signStatement = (type: string, payload: Payload, keys: readonly SigningKey[]): Envelope => {
  const bytes = encodePayload(payload)
  const signed = preAuthEncoding(payloadType(type), bytes)
  return makeEnvelope(
    type,
    bytes,
    keys.map((key) => signatureOf(key, signed)),
  )
}

/** Adds one more signature over the same bytes; the statement's id stays the same. */
export const addSignature = (envelope: Envelope, key: SigningKey): Envelope => {
  const signed = preAuthEncoding(envelope.payloadType, Buffer.from(envelope.payload, 'base64'))
  return { ...envelope, signatures: [...envelope.signatures, signatureOf(key, signed)] }
}
