import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { type CityCode, type Digest, field, type Instant, type InstitutionId } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** A member of the consortium: admitted, changed or closed by the central organisations. */
export interface Institution extends Payload {
  issuer: InstitutionId
  institution: InstitutionId
  /** 1, 2, 3 …: a change is the next version. */
  version: number
  kind: 'central' | 'city' | 'hospital' | 'imaging-cloud' | 'quality-centre'
  /** Only hospitals have a level (医院等级). */
  level?: 'primary' | 'secondary' | 'tertiary'
  city: CityCode
  status: 'active' | 'suspended' | 'closed'
  effectiveFrom: Instant
  /** Names, addresses and contacts stay in a document off the ledger; this is its SHA-256. */
  document?: Digest
}

const hospital: Institution = {
  issuer: sample.central,
  issuedAt: sample.at(20),
  institution: sample.hospital,
  version: 1,
  kind: 'hospital',
  level: 'tertiary',
  city: sample.city,
  status: 'active',
  effectiveFrom: sample.at(20),
}
const { level: _level, ...withoutLevel } = hospital

export const institution = defineRecordType<Institution>({
  name: 'institution',
  family: 'Registry',
  label: { zh: '机构登记', en: 'Institution' },
  authority: { kind: 'governance' },
  schema: Joi.object<Institution, true>({
    ...stated,
    institution: field.institutionId().required(),
    version: field.version().required(),
    kind: field.code('central', 'city', 'hospital', 'imaging-cloud', 'quality-centre').required(),
    level: field
      .code('primary', 'secondary', 'tertiary')
      .when('kind', { is: 'hospital', then: Joi.required(), otherwise: Joi.forbidden() }),
    city: field.cityCode().required(),
    status: field
      .code('active', 'suspended', 'closed')
      .when('version', { is: 1, then: Joi.invalid('closed') })
      .required(),
    effectiveFrom: field.instant().required(),
    document: field.digest(),
  }),
  fields: {
    ...statedLabels,
    institution: { zh: '机构代码', en: 'Institution' },
    version: { zh: '版本', en: 'Version' },
    kind: { zh: '机构类别', en: 'Kind' },
    level: { zh: '医院等级', en: 'Level of the hospital' },
    city: { zh: '所在城市', en: 'City' },
    status: { zh: '状态', en: 'Status' },
    effectiveFrom: { zh: '生效时间', en: 'Effective from' },
    document: { zh: '登记文件摘要', en: 'Document digest' },
  },
  indexed: ['institution', 'kind', 'city', 'status'],
  valid: [
    { name: 'a hospital', payload: hospital },
    {
      name: 'an imaging cloud with its document',
      payload: { ...withoutLevel, kind: 'imaging-cloud', document: sample.digest(5) },
    },
    { name: 'a hospital suspended', payload: { ...hospital, version: 2, status: 'suspended' } },
  ],
  invalid: wrong(
    hospital,
    ['a hospital without level', 'level', { level: undefined }],
    ['a city with the level of a hospital', 'level', { kind: 'city' }],
    ['a city by name', 'city', { city: '广州' }],
    ['an id without province', 'institution', { institution: '4401-00012' }],
    ['its first version closes it', 'status', { status: 'closed' }],
    ['its name', '', { name: '第一人民医院' }],
    ['a contact', 'document', { document: '020-81234567' }],
  ),
})
