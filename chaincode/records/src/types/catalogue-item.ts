import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { type Digest, field, type Instant, type InstitutionId, type ItemCode } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** One item of the recognition catalogue (互认项目目录), maintained data: each change is the next version. */
export interface CatalogueItem extends Payload {
  issuer: InstitutionId
  item: ItemCode
  version: number
  kind: 'laboratory' | 'examination'
  status: 'active' | 'retired'
  /** How long after `performedAt` a result may be recognised. */
  validDays: number
  effectiveFrom: Instant
  document: Digest
}

const bloodCount: CatalogueItem = {
  issuer: sample.central,
  issuedAt: sample.at(20),
  item: sample.item,
  version: 1,
  kind: 'laboratory',
  status: 'active',
  validDays: 7,
  effectiveFrom: sample.at(21),
  document: sample.digest(2),
}

export const catalogueItem = defineRecordType<CatalogueItem>({
  name: 'catalogue-item',
  family: 'Registry',
  label: { zh: '互认项目', en: 'Catalogue item' },
  authority: { kind: 'governance' },
  schema: Joi.object<CatalogueItem, true>({
    ...stated,
    item: field
      .itemCode()
      .when('kind', {
        is: 'laboratory',
        then: Joi.string().pattern(/^L/, 'laboratory item'),
        otherwise: Joi.string().pattern(/^E/, 'examination item'),
      })
      .required(),
    version: field.version().required(),
    kind: field.code('laboratory', 'examination').required(),
    status: field
      .code('active', 'retired')
      .when('version', { is: 1, then: Joi.invalid('retired') })
      .required(),
    validDays: Joi.number().integer().min(1).max(3650).required(),
    effectiveFrom: field.instant().required(),
    document: field.digest().required(),
  }),
  fields: {
    ...statedLabels,
    item: { zh: '项目编码', en: 'Item' },
    version: { zh: '版本', en: 'Version' },
    kind: { zh: '类别', en: 'Kind' },
    status: { zh: '状态', en: 'Status' },
    validDays: { zh: '互认有效天数', en: 'Valid for (days)' },
    effectiveFrom: { zh: '生效时间', en: 'Effective from' },
    document: { zh: '文件摘要', en: 'Document digest' },
  },
  indexed: ['item', 'kind', 'status'],
  valid: [
    { name: 'a laboratory item', payload: bloodCount },
    {
      name: 'an examination',
      payload: { ...bloodCount, item: sample.otherItem, kind: 'examination', validDays: 90 },
    },
    { name: 'an item retired', payload: { ...bloodCount, version: 2, status: 'retired' } },
  ],
  invalid: wrong(
    bloodCount,
    ['an examination with the code of a laboratory item', 'item', { kind: 'examination' }],
    ['a laboratory item with the code of an examination', 'item', { item: sample.otherItem }],
    ['retired before it was there', 'status', { status: 'retired' }],
    ['valid for no day', 'validDays', { validDays: 0 }],
    ['valid for ever', 'validDays', { validDays: 36500 }],
    ['a name', '', { name: '血常规' }],
    ['no document', 'document', { document: undefined }],
  ),
})
