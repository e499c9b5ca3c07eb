import Joi from 'joi'
import { issuedAt, issuedAtLabel } from '../core/common.ts'
import { field, type Instant, type RecordId, type StatementId } from '../core/identifiers.ts'
import { notLaterThan } from '../core/order.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'
import { type Erased, erased, erasureLabels } from './erasure.ts'

/**
 * The grantor has destroyed the salt, the record or both of a grant: it can no longer be shown whose grant it was. What
 * the grant opened, and its revocation, stay as they are.
 */
export interface ConsentErasure extends Payload {
  consent: RecordId
  statement: StatementId
  erased: Erased
  erasedAt: Instant
}

const atLast: ConsentErasure = {
  issuedAt: sample.at(25),
  consent: sample.recordId(3),
  statement: sample.statement(3),
  erased: 'salt-and-record',
  erasedAt: sample.at(24),
}

export const consentErasure = defineRecordType<ConsentErasure>({
  name: 'consent-erasure',
  family: 'Consent',
  label: { zh: '授权删除声明', en: 'Consent erasure' },
  authority: { kind: 'patient' },
  schema: Joi.object<ConsentErasure, true>({
    ...issuedAt,
    consent: field.recordId().required(),
    statement: field.statementId().required(),
    erased: field.code(...erased).required(),
    erasedAt: field.instant().custom(notLaterThan('issuedAt')).required(),
  }),
  fields: {
    ...issuedAtLabel,
    consent: { zh: '授权标识', en: 'Consent' },
    statement: { zh: '授权声明', en: 'Grant statement' },
    ...erasureLabels,
  },
  indexed: ['consent'],
  valid: [
    { name: 'the grant and its salt', payload: atLast },
    { name: 'the salt alone', payload: { ...atLast, erased: 'salt' } },
  ],
  invalid: wrong(
    atLast,
    ['erased after it was stated', 'erasedAt', { erasedAt: sample.at(26) }],
    ['nothing erased', 'erased', { erased: 'nothing' }],
    ['no consent', 'consent', { consent: undefined }],
    ['an institution, where a patient speaks', '', { issuer: sample.hospital }],
    ['who asked for it', '', { requestedBy: '张三' }],
  ),
})
