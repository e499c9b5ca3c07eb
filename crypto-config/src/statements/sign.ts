import { type Envelope, payloadType, preAuthEncoding } from '@huren/records'
import type { SigningKey } from '../keys/signing-key.ts'

const signatureOf = (key: SigningKey, bytes: Uint8Array) => ({
  keyid: key.id,
  sig: Buffer.from(key.sign(bytes)).toString('base64'),
})

/**
 * Writes a payload down and signs it: a DSSE envelope over the bytes that were written, whoever reads them.
 * @param type the record type's name: `report`
 * @param keys in the order in which their signatures shall stand
 */
export const signStatement = (type: string, payload: object, keys: readonly SigningKey[]): Envelope => {
  const bytes = Buffer.from(JSON.stringify(payload))
  const signed = preAuthEncoding(payloadType(type), bytes)
  return {
    payloadType: payloadType(type),
    payload: bytes.toString('base64'),
    signatures: keys.map((key) => signatureOf(key, signed)),
  }
}

/** Adds one more signature over the same bytes; the statement's id stays the same. */
export const addSignature = (envelope: Envelope, key: SigningKey): Envelope => {
  const signed = preAuthEncoding(envelope.payloadType, Buffer.from(envelope.payload, 'base64'))
  return { ...envelope, signatures: [...envelope.signatures, signatureOf(key, signed)] }
}
