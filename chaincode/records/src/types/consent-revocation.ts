import Joi from 'joi'
import { issuedAt, issuedAtLabel } from '../core/common.ts'
import { field, type RecordId, type StatementId } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'

/** Ends a grant at once; only the grantor's key (or its successor) revokes, a relative only where the grant names it. */
export interface ConsentRevocation extends Payload {
  consent: RecordId
  statement: StatementId
  reason: 'withdrawn' | 'wrong-grantee' | 'no-longer-needed'
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
  valid: [],
  invalid: [],
})
