import Joi from 'joi'
import { type ParsedDocument, parseDocument } from './core/document.ts'
import { maximumStatements } from './core/envelope.ts'
import { field, type Instant, type KeyId, type StatementId } from './core/identifiers.ts'
import { laterThan } from './core/order.ts'
import type { Label } from './core/record-type.ts'
import { Refusal } from './core/refusal.ts'

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
    statements: Joi.array().items(field.statementId()).unique().min(1).max(maximumStatements).required(),
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

export type ParsedPromise = ParsedDocument<GatewayPromise>

/**
 * Reads the JSON text of a promise's envelope; its signature is for the caller to verify.
 * @throws Refusal like `parseEnvelope`; `key-id-mismatch` when the promising gateway is not who signed
 */
export const parsePromise = (text: string): ParsedPromise => {
  const parsed = parseDocument(text, promise)
  const { signatures } = parsed.envelope
  if (signatures.length !== 1 || signatures[0]?.keyid !== parsed.payload.gateway)
    throw new Refusal('key-id-mismatch', 'a promise is signed by the gateway that it names, alone', 'gateway')
  return parsed
}
