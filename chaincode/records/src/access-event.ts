import Joi from 'joi'
import { decodeUtf8 } from './core/encoding.ts'
import {
  type Commitment,
  field,
  type Instant,
  type InstitutionId,
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

/**
 * Reads the bytes of an event; nothing is converted.
 * @throws Refusal `payload-invalid` with the field, and those of `parseStrictJson`
 */
export const parseAccessEvent = (bytes: Uint8Array): AccessEvent => {
  const event = parseStrictJson(decodeUtf8(bytes))
  validate(accessEvent.schema, event)
  return event
}
