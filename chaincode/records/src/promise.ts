import Joi from 'joi'
import { decodeUtf8 } from './core/encoding.ts'
import { type Envelope, openEnvelope } from './core/envelope.ts'
import { field, type Instant, type KeyId, type StatementId } from './core/identifiers.ts'
import { laterThan } from './core/order.ts'
import { preAuthEncoding } from './core/pae.ts'
import { type Label, payloadType } from './core/record-type.ts'
import { Refusal } from './core/refusal.ts'
import { parseStrictJson } from './core/strict-json.ts'
import { validate } from './core/validate.ts'

/** Statements in one promise: what one request may hold. */
export const maximumPromised = 500

/**
 * A gateway's acknowledgement: it has these statements and will have each of them committed (or refused by the
 * contract) before the deadline. Signed by the gateway, so that a broken promise convicts it. It is not a statement of
 * the ledger, and tells of statements no more than their ids.
 */
export interface GatewayPromise {
  /** What was received together; never the same one twice. */
  statements: StatementId[]
  receivedAt: Instant
  deadline: Instant
  /** The gateway's key. */
  gateway: KeyId
}

export const promise = {
  name: 'promise',
  label: { zh: '上链承诺', en: 'Promise' },
  schema: Joi.object<GatewayPromise, true>({
    statements: Joi.array().items(field.statementId()).unique().min(1).max(maximumPromised).required(),
    receivedAt: field.instant().required(),
    deadline: field.instant().custom(laterThan('receivedAt')).required(),
    gateway: field.keyId().required(),
  }),
  fields: {
    statements: { zh: '声明', en: 'Statements' },
    receivedAt: { zh: '接收时间', en: 'Received at' },
    deadline: { zh: '上链期限', en: 'Deadline' },
    gateway: { zh: '网关密钥', en: 'Gateway key' },
  } satisfies Record<keyof GatewayPromise, Label>,
}

export interface ParsedPromise {
  readonly payload: GatewayPromise
  /** The pre-authentication encoding: what the gateway's signature covers. */
  readonly signedBytes: Uint8Array
  readonly envelope: Envelope
}

/**
 * Reads the JSON text of a promise's envelope; its signature is for the caller to verify.
 * @throws Refusal like `parseEnvelope`; `key-id-mismatch` when the promising gateway is not who signed
 */
export const parsePromise = (text: string): ParsedPromise => {
  const { envelope, payloadBytes } = openEnvelope(text)
  if (envelope.payloadType !== payloadType(promise.name))
    throw new Refusal('payload-type-unknown', 'the payload type is not that of a promise', 'payloadType')
  const payload = parseStrictJson(decodeUtf8(payloadBytes))
  validate(promise.schema, payload)
  if (envelope.signatures.length !== 1 || envelope.signatures[0]?.keyid !== payload.gateway)
    throw new Refusal('key-id-mismatch', 'a promise is signed by the gateway that it names, alone', 'gateway')
  return { payload, signedBytes: preAuthEncoding(envelope.payloadType, payloadBytes), envelope }
}
