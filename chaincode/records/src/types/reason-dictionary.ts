import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { type Digest, field, type Instant, type InstitutionId, type ReasonCode } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** A version of the dictionary of reasons for not recognising a result; their wording stays in the document. */
export interface ReasonDictionary extends Payload {
  issuer: InstitutionId
  version: number
  reasons: ReasonCode[]
  effectiveFrom: Instant
  document: Digest
}

const dictionary: ReasonDictionary = {
  issuer: sample.central,
  issuedAt: sample.at(20),
  version: 1,
  reasons: [sample.reason],
  effectiveFrom: sample.at(21),
  document: sample.digest(4),
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
  valid: [
    { name: 'one reason', payload: dictionary },
    {
      name: 'the second version, six reasons',
      payload: { ...dictionary, version: 2, reasons: [1, 2, 3, 4, 5, 6].map((n) => `NR0${n}` as ReasonCode) },
    },
  ],
  invalid: wrong(
    dictionary,
    ['no reason', 'reasons', { reasons: [] }],
    ['a reason twice', 'reasons.1', { reasons: [sample.reason, sample.reason] }],
    ['a reason in words', 'reasons.0', { reasons: ['与病情不符'] }],
    ['a hole in the list', 'reasons.0', { reasons: [null] }],
    ['version 0', 'version', { version: 0 }],
    ['the wording', '', { wording: { NR01: '病情变化' } }],
  ),
})
