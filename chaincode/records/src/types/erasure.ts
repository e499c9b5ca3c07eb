import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import {
  field,
  type Instant,
  type InstitutionId,
  type KeyId,
  type RecordId,
  type StatementId,
} from '../core/identifiers.ts'
import { notLaterThan } from '../core/order.ts'
import { defineRecordType, type Label, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

export const erased = ['salt', 'record', 'salt-and-record'] as const
export type Erased = (typeof erased)[number]

export const erasureLabels = {
  erased: { zh: '删除内容', en: 'Erased' },
  erasedAt: { zh: '删除时间', en: 'Erased at' },
} satisfies Record<string, Label>

/**
 * The author of a statement has destroyed the salt, the record or both: the commitment can no longer be opened. The
 * statement is one of a record, or the registration of a key: whose key it is, is committed there. A patient's own grant
 * is the patient's to erase (see consent-erasure.ts).
 */
export interface Erasure extends Payload {
  issuer: InstitutionId
  target: StatementId
  record?: RecordId
  key?: KeyId
  erased: Erased
  reason: 'subject-request' | 'retention-ended' | 'entered-in-error'
  erasedAt: Instant
}

const atRequest: Erasure = {
  issuer: sample.hospital,
  issuedAt: sample.at(25),
  target: sample.statement(1),
  record: sample.recordId(1),
  erased: 'salt-and-record',
  reason: 'subject-request',
  erasedAt: sample.at(24),
}

const { record: _record, ...withoutRecord } = atRequest

export const erasure = defineRecordType<Erasure>({
  name: 'erasure',
  family: 'Registry',
  label: { zh: '删除声明', en: 'Erasure' },
  authority: { kind: 'institution', use: 'administration' },
  schema: Joi.object<Erasure, true>({
    ...stated,
    target: field.statementId().required(),
    record: field.recordId(),
    key: field.keyId(),
    erased: field.code(...erased).required(),
    reason: field.code('subject-request', 'retention-ended', 'entered-in-error').required(),
    erasedAt: field.instant().custom(notLaterThan('issuedAt')).required(),
  }).xor('record', 'key'),
  fields: {
    ...statedLabels,
    target: { zh: '目标声明', en: 'Target statement' },
    record: { zh: '目标记录', en: 'Target record' },
    key: { zh: '目标密钥', en: 'Target key' },
    ...erasureLabels,
    reason: { zh: '删除原因', en: 'Reason' },
  },
  indexed: ['issuer', 'target'],
  valid: [
    { name: 'at the request of the person', payload: atRequest },
    {
      name: 'the salt, when its time was over',
      payload: { ...atRequest, erased: 'salt', reason: 'retention-ended' },
    },
    { name: 'of whom a key is', payload: { ...withoutRecord, key: sample.key('ES256').key } },
  ],
  invalid: wrong(
    atRequest,
    ['erased after it was stated', 'erasedAt', { erasedAt: sample.at(26) }],
    ['nothing erased', 'erased', { erased: 'nothing' }],
    ['no target', 'target', { target: '' }],
    ['no record', 'record', { record: undefined }],
    ['of a record and of a key', 'record', { key: sample.key('ES256').key }],
    ['who asked for it', '', { requestedBy: '张三' }],
  ),
})
