import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { type Digest, field, type Instant, type InstitutionId, type ReasonCode } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'

/** A version of the dictionary of reasons for not recognising a result; their wording stays in the document. */
export interface ReasonDictionary extends Payload {
  issuer: InstitutionId
  version: number
  reasons: ReasonCode[]
  effectiveFrom: Instant
  document: Digest
}

export const reasonDictionary = defineRecordType<ReasonDictionary>({
  name: 'reason-dictionary',
  family: 'Registry',
  label: { zh: '不互认理由字典', en: 'Reason dictionary' },
  authority: { kind: 'governance' },
  schema: Joi.object<ReasonDictionary, true>({
    ...stated,
    version: field.version().required(),
    reasons: Joi.array().items(field.reasonCode()).min(1).max(99).unique().required(),
    effectiveFrom: field.instant().required(),
    document: field.digest().required(),
  }),
  fields: {
    ...statedLabels,
    version: { zh: '版本', en: 'Version' },
    reasons: { zh: '理由编码', en: 'Reasons' },
    effectiveFrom: { zh: '生效时间', en: 'Effective from' },
    document: { zh: '文件摘要', en: 'Document digest' },
  },
  indexed: ['version'],
  valid: [],
  invalid: [],
})
