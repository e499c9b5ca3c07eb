import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { field, type InstitutionId, type RecordId, type StatementId } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'

/** The result of quality control for one version of a report (质控是互认的前提). The newest mark counts. */
export interface QualityMark extends Payload {
  issuer: InstitutionId
  report: RecordId
  statement: StatementId
  mark: 'passed' | 'failed' | 'suspended'
  scheme: 'internal' | 'city-eqa' | 'provincial-eqa' | 'national-eqa'
}

export const qualityMark = defineRecordType<QualityMark>({
  name: 'quality-mark',
  family: 'Report',
  label: { zh: '质控标识', en: 'Quality mark' },
  authority: { kind: 'institution', use: 'quality' },
  schema: Joi.object<QualityMark, true>({
    ...stated,
    report: field.recordId().required(),
    statement: field.statementId().required(),
    mark: field.code('passed', 'failed', 'suspended').required(),
    scheme: field.code('internal', 'city-eqa', 'provincial-eqa', 'national-eqa').required(),
  }),
  fields: {
    ...statedLabels,
    report: { zh: '报告标识', en: 'Report' },
    statement: { zh: '报告版本声明', en: 'Report version' },
    mark: { zh: '质控结果', en: 'Mark' },
    scheme: { zh: '质控类别', en: 'Scheme' },
  },
  indexed: ['issuer', 'report', 'mark'],
  valid: [],
  invalid: [],
})
