import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { type Digest, field, type Instant, type InstitutionId, type ItemCode } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'

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

export const catalogueItem = defineRecordType<CatalogueItem>({
  name: 'catalogue-item',
  family: 'Registry',
  label: { zh: '互认项目', en: 'Catalogue item' },
  authority: { kind: 'governance' },
  schema: Joi.object<CatalogueItem, true>({
    ...stated,
    item: field.itemCode().required(),
    version: field.version().required(),
    kind: field.code('laboratory', 'examination').required(),
    status: field.code('active', 'retired').required(),
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
  valid: [],
  invalid: [],
})
