import Joi from 'joi'
import { issuedAt, issuedAtLabel } from '../core/common.ts'
import { field, type RecordId, type StatementId } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** Ends a grant at once; only the grantor's key (or its successor) revokes, a relative only where the grant names it. */
export interface ConsentRevocation extends Payload {
  consent: RecordId
  statement: StatementId
  reason: 'withdrawn' | 'wrong-grantee' | 'no-longer-needed'
}

const withdrawn: ConsentRevocation = {
  issuedAt: sample.at(22),
  consent: sample.recordId(3),
  statement: sample.statement(3),
  reason: 'withdrawn',
}

export const consentRevocation = defineRecordType<ConsentRevocation>({
  name: 'consent-revocation',
  family: 'Consent',
  label: { zh: '撤销授权', en: 'Consent revocation' },
  authority: { kind: 'patient' },
  schema: Joi.object<ConsentRevocation, true>({
    ...issuedAt,
    consent: field.recordId().required(),
    statement: field.statementId().required(),
    reason: field.code('withdrawn', 'wrong-grantee', 'no-longer-needed').required(),
  }),
  fields: {
    ...issuedAtLabel,
    consent: { zh: '授权标识', en: 'Consent' },
    statement: { zh: '授权声明', en: 'Grant statement' },
    reason: { zh: '撤销原因', en: 'Reason' },
  },
  indexed: ['consent'],
  valid: [
    { name: 'withdrawn by the patient', payload: withdrawn },
    { name: 'granted to the wrong hospital', payload: { ...withdrawn, reason: 'wrong-grantee' } },
  ],
  invalid: wrong(
    withdrawn,
    ['no consent', 'consent', { consent: undefined }],
    ['a UUID in capitals', 'consent', { consent: sample.recordId(3).toUpperCase() }],
    ['half a statement id', 'statement', { statement: sample.statement(3).slice(32) }],
    ['a reason in words', 'reason', { reason: '不想再授权' }],
    ['an institution, where a patient speaks', '', { issuer: sample.hospital }],
  ),
})
