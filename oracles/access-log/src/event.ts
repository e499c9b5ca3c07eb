import {
  type Commitment,
  decodeUtf8,
  field,
  type Instant,
  type InstitutionId,
  type KeyId,
  parseStrictJson,
  type RecordId,
  validate,
} from '@huren/records'
import Joi from 'joi'

/**
 * One look at images, as the imaging cloud records it. Fields are closed as those of statements are (GAP-5): who,
 * whom and what are committed with a salt of this event's own, which stays in the cloud's database.
 */
export interface AccessEvent {
  /** Made by whoever reports the access; sent twice, it is the same event. */
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
  action: 'query' | 'view' | 'download' | 'print' | 'share'
}

export const accessEventSchema = Joi.object<AccessEvent, true>({
  event: field.recordId().required(),
  at: field.instant().required(),
  institution: field.institutionId().required(),
  key: field.keyId(),
  user: field.commitment(),
  consent: field.recordId(),
  emergency: field.recordId(),
  subject: field.commitment().required(),
  study: field.commitment().required(),
  action: field.code('query', 'view', 'download', 'print', 'share').required(),
})
  .xor('key', 'user')
  .xor('consent', 'emergency')

/**
 * The bytes of an event that the log keeps and hashes: compact JSON.
 * @throws Refusal `payload-invalid` with the field
 */
export const encodeEvent = (event: AccessEvent): Uint8Array => {
  validate(accessEventSchema, event)
  return Buffer.from(JSON.stringify(event))
}

/**
 * What the bytes of an entry say.
 * @throws Refusal `payload-invalid` and those of `parseStrictJson`
 */
export const decodeEvent = (bytes: Uint8Array): AccessEvent => {
  const event = parseStrictJson(decodeUtf8(bytes))
  validate(accessEventSchema, event)
  return event
}
