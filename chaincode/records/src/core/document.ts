import type { ObjectSchema } from 'joi'
import { decodeUtf8 } from './encoding.ts'
import { type Envelope, openEnvelope } from './envelope.ts'
import { preAuthEncoding } from './pae.ts'
import { payloadType } from './record-type.ts'
import { Refusal } from './refusal.ts'
import { parseStrictJson } from './strict-json.ts'
import { validate } from './validate.ts'

/** A signed document that is no statement of the ledger: a gateway's promise, a comparison of two logs. */
export interface ParsedDocument<P> {
  readonly payload: P
  /** The pre-authentication encoding: what its signatures cover. */
  readonly signedBytes: Uint8Array
  readonly envelope: Envelope
}

/**
 * Reads the JSON text of a document's envelope; its signatures are for the caller to verify.
 * @throws Refusal like `parseEnvelope`
 */
export const parseDocument = <P>(
  text: string,
  { name, schema }: { readonly name: string; readonly schema: ObjectSchema<P> },
): ParsedDocument<P> => {
  const { envelope, payloadBytes } = openEnvelope(text)
  if (envelope.payloadType !== payloadType(name))
    throw new Refusal('payload-type-unknown', `the payload type is not that of a ${name}`, 'payloadType')
  const payload = parseStrictJson(decodeUtf8(payloadBytes))
  validate(schema, payload)
  return { payload, signedBytes: preAuthEncoding(envelope.payloadType, payloadBytes), envelope }
}
