import { decodeUtf8, encodeBase64 } from './core/encoding.ts'
import { type Envelope, type EnvelopeSignature, openEnvelope } from './core/envelope.ts'
import type { StatementId } from './core/identifiers.ts'
import { preAuthEncoding, statementIdOf } from './core/pae.ts'
import { type Payload, payloadType, type RecordType, type TypedRecordType } from './core/record-type.ts'
import { Refusal } from './core/refusal.ts'
import { parseStrictJson } from './core/strict-json.ts'
import { validate } from './core/validate.ts'
import { recordTypes } from './types/index.ts'

/** A statement as its author wrote it: bytes that were checked, and what they say. */
export interface Statement<T = Payload & Record<string, unknown>> {
  readonly id: StatementId
  readonly type: RecordType
  readonly payload: T
  readonly payloadBytes: Uint8Array
  /** The pre-authentication encoding: what each signature covers. */
  readonly signedBytes: Uint8Array
}

/** A statement in its envelope. Its shape is checked, its signatures are not. */
export interface ParsedStatement<T = Payload & Record<string, unknown>> extends Statement<T> {
  readonly envelope: Envelope
  /** The envelope exactly as it was received. */
  readonly text: string
}

const byPayloadType = new Map<string, RecordType>(recordTypes.map((type) => [payloadType(type.name), type]))
const byName = new Map<string, RecordType>(recordTypes.map((type) => [type.name, type]))

/** The record type of a payload type: `application/vnd.huren.report.v1+json`. */
export const recordTypeOf = (payloadType: string): RecordType | undefined => byPayloadType.get(payloadType)
/** The record type of a name: `report`. */
export const recordTypeNamed = (name: string): RecordType | undefined => byName.get(name)

/**
 * Reads the payload of a statement: strict JSON in UTF-8 that fits the type's schema.
 * @throws Refusal `payload-invalid` with the field, and those of `parseStrictJson`
 */
export const parseStatement = (type: RecordType, payloadBytes: Uint8Array): Statement => {
  const payload = parseStrictJson(decodeUtf8(payloadBytes))
  validate(type.schema, payload)
  const signedBytes = preAuthEncoding(payloadType(type.name), payloadBytes)
  return { id: statementIdOf(signedBytes), type, payload, payloadBytes, signedBytes }
}

/**
 * Reads the JSON text of a statement's envelope. Nothing is converted or repaired; whoever gets a statement back may
 * rely on its shape, and has yet to verify its signatures.
 * @throws Refusal, and nothing else: those of `openEnvelope` and `parseStatement`, and `payload-type-unknown`
 */
export const parseEnvelope = (text: string): ParsedStatement => {
  const { envelope, payloadBytes } = openEnvelope(text)
  const type = recordTypeOf(envelope.payloadType)
  if (!type)
    throw new Refusal('payload-type-unknown', 'the payload type is not one of this ledger', 'payloadType')
  return { ...parseStatement(type, payloadBytes), envelope, text }
}

/** Narrows a statement to its type: `if (isStatementOf(report, statement)) statement.payload.version`. */
export const isStatementOf = <T extends Payload, S extends Statement>(
  type: TypedRecordType<T>,
  statement: S,
): statement is S & Statement<T> => statement.type.name === type.name

/** The bytes to sign for a payload: compact JSON in UTF-8. They are never made a second time: keep them. */
export const encodePayload = (payload: Payload): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(payload))

/** Puts payload bytes and signatures into an envelope; `name` is the record type's, such as `report`. */
export const makeEnvelope = (
  name: string,
  payloadBytes: Uint8Array,
  signatures: readonly EnvelopeSignature[],
): Envelope => ({
  payloadType: payloadType(name),
  payload: encodeBase64(payloadBytes),
  signatures: [...signatures],
})
