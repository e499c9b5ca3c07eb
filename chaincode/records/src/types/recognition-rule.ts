import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { type Digest, field, type Instant, type InstitutionId } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** A version of the rules of recognition: which level range recognises whom (互认等级范围), and from when. */
export interface RecognitionRule extends Payload {
  issuer: InstitutionId
  version: number
  /** The lowest level of hospital whose results are recognised. */
  minimumLevel: 'primary' | 'secondary' | 'tertiary'
  scope: 'city' | 'province'
  /** Whether a report needs a passed quality mark to be recognised. */
  qualityRequired: boolean
  effectiveFrom: Instant
  document: Digest
}

const tertiaryOnly: RecognitionRule = {
  issuer: sample.central,
  issuedAt: sample.at(20),
  version: 1,
  minimumLevel: 'tertiary',
  scope: 'city',
  qualityRequired: true,
  effectiveFrom: sample.at(21),
  document: sample.digest(3),
}

export const recognitionRule = defineRecordType<RecognitionRule>({
  name: 'recognition-rule',
  family: 'Registry',
  label: { zh: '互认规则版本', en: 'Recognition rule version' },
  authority: { kind: 'governance' },
  schema: Joi.object<RecognitionRule, true>({
    ...stated,
    version: field.version().required(),
    minimumLevel: field.code('primary', 'secondary', 'tertiary').required(),
    scope: field.code('city', 'province').required(),
    qualityRequired: Joi.boolean().strict().required(),
    effectiveFrom: field.instant().required(),
    document: field.digest().required(),
  }),
  fields: {
    ...statedLabels,
    version: { zh: '版本', en: 'Version' },
    minimumLevel: { zh: '互认等级范围', en: 'Minimum level' },
    scope: { zh: '互认地域范围', en: 'Scope' },
    qualityRequired: { zh: '须通过质控', en: 'Quality mark required' },
    effectiveFrom: { zh: '生效时间', en: 'Effective from' },
    document: { zh: '文件摘要', en: 'Document digest' },
  },
  indexed: ['version'],
  valid: [
    { name: 'within a city, with quality mark', payload: tertiaryOnly },
    {
      name: 'the whole province',
      payload: {
        ...tertiaryOnly,
        version: 2,
        minimumLevel: 'secondary',
        scope: 'province',
        qualityRequired: false,
      },
    },
  ],
  invalid: wrong(
    tertiaryOnly,
    ['a level in Chinese', 'minimumLevel', { minimumLevel: '三级' }],
    ['a truth value as text', 'qualityRequired', { qualityRequired: 'true' }],
    ['a scope beyond the province', 'scope', { scope: 'nation' }],
    ['a version that is no number', 'version', { version: 'v1' }],
    ['a date without time', 'effectiveFrom', { effectiveFrom: '2026-11-21' }],
  ),
})
