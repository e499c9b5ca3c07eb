import Joi from 'joi'
import { decodeUtf8 } from './core/encoding.ts'
import {
  type Commitment,
  field,
  type Instant,
  type InstitutionId,
  isShaped,
  type KeyId,
  type RecordId,
} from './core/identifiers.ts'
import type { Label } from './core/record-type.ts'
import { parseStrictJson } from './core/strict-json.ts'
import { validate } from './core/validate.ts'

export const accessActions = ['query', 'view', 'download', 'print', 'share'] as const

/**
 * One look at images, as an access log has it. Fields are closed as those of statements are (GAP-5): whom and what are
 * committed with salts of this event's own. It is not a statement of the ledger, which has the log's checkpoints.
 */
export interface AccessEvent {
  /** Made by whoever opens the images and known to both sides: both logs name the access by it. */
  event: RecordId
  at: Instant
  /** The institution from which images were opened. */
  institution: InstitutionId
  /** The doctor or system: the key that it signed in with, where there is one, or a commitment. */
  key?: KeyId
  user?: Commitment
  /** Under which consent or emergency access of the ledger. */
  consent?: RecordId
  emergency?: RecordId
  subject: Commitment
  study: Commitment
  action: (typeof accessActions)[number]
}

export const accessEvent = {
  name: 'access-event',
  label: { zh: '影像调阅', en: 'Access to images' },
  schema: Joi.object<AccessEvent, true>({
    event: field.recordId().required(),
    at: field.instant().required(),
    institution: field.institutionId().required(),
    key: field.keyId(),
    user: field.commitment(),
    consent: field.recordId(),
    emergency: field.recordId(),
    subject: field.commitment().required(),
    study: field.commitment().required(),
    action: field.code(...accessActions).required(),
  })
    .xor('key', 'user')
    .xor('consent', 'emergency'),
  fields: {
    event: { zh: '调阅标识', en: 'Event' },
    at: { zh: '调阅时间', en: 'At' },
    institution: { zh: '调阅机构', en: 'Institution' },
    key: { zh: '人员密钥', en: 'Key' },
    user: { zh: '人员承诺值', en: 'User commitment' },
    consent: { zh: '授权标识', en: 'Consent' },
    emergency: { zh: '紧急调阅标识', en: 'Emergency access' },
    subject: { zh: '患者承诺值', en: 'Subject commitment' },
    study: { zh: '检查承诺值', en: 'Study commitment' },
    action: { zh: '操作', en: 'Action' },
  } satisfies Record<keyof AccessEvent, Label>,
}

const actions: ReadonlySet<unknown> = new Set(accessActions)
const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  event: isShaped.recordId,
  at: isShaped.instant,
  institution: isShaped.institutionId,
  key: isShaped.hash,
  user: isShaped.hash,
  consent: isShaped.recordId,
  emergency: isShaped.recordId,
  subject: isShaped.hash,
  study: isShaped.hash,
  action: (value) => actions.has(value),
} satisfies Record<keyof AccessEvent, (value: unknown) => boolean>
/** Six fields, and one of each pair. */
const fieldsOfAnEvent = 8

/** What the schema says, at a tenth of its cost; a test compares the two. */
export const isAccessEvent = (value: unknown): value is AccessEvent => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const members = Object.entries(value)
  return (
    members.length === fieldsOfAnEvent &&
    'key' in value !== 'user' in value &&
    'consent' in value !== 'emergency' in value &&
    members.every(([name, member]) => Object.hasOwn(checks, name) && checks[name]?.(member))
  )
}

/** Asks the schema only what is wrong with one that is no event. @throws Refusal `payload-invalid` with the field */
export function checkAccessEvent(value: unknown): asserts value is AccessEvent {
  if (!isAccessEvent(value)) validate(accessEvent.schema, value)
}

/** An access log's own note that it has destroyed an event and its salt; the tree keeps the commitment. */
export interface AccessErasure {
  /** The entry's number in the same log. */
  erases: number
  /** The event's id, by which the other side still knows it. */
  event: RecordId
  commitment: Commitment
  reason: 'subject-request' | 'retention-ended' | 'entered-in-error'
  erasedAt: Instant
}

export const accessErasure = {
  name: 'access-erasure',
  label: { zh: '调阅记录删除', en: 'Erasure of an access' },
  schema: Joi.object<AccessErasure, true>({
    erases: field.size().required(),
    event: field.recordId().required(),
    commitment: field.commitment().required(),
    reason: field.code('subject-request', 'retention-ended', 'entered-in-error').required(),
    erasedAt: field.instant().required(),
  }),
  fields: {
    erases: { zh: '删除的条目', en: 'Entry' },
    event: { zh: '调阅标识', en: 'Event' },
    commitment: { zh: '承诺值', en: 'Commitment' },
    reason: { zh: '删除原因', en: 'Reason' },
    erasedAt: { zh: '删除时间', en: 'Erased at' },
  } satisfies Record<keyof AccessErasure, Label>,
}

/** What an entry of an access log may say. */
export type AccessEntry =
  | { readonly event: AccessEvent; readonly erasure?: never }
  | { readonly erasure: AccessErasure; readonly event?: never }

/**
 * Reads the bytes of an entry of an access log.
 * @throws Refusal `payload-invalid` with the field, and those of `parseStrictJson`
 */
export const parseAccessEntry = (bytes: Uint8Array): AccessEntry => {
  const entry = parseStrictJson(decodeUtf8(bytes))
  if (typeof entry === 'object' && entry !== null && 'erases' in entry) {
    validate(accessErasure.schema, entry)
    return { erasure: entry }
  }
  checkAccessEvent(entry)
  return { event: entry }
}
