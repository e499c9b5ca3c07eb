import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { field, type InstitutionId, type RecordId, type StatementId } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** The result of quality control for one version of a report (质控是互认的前提). The newest mark counts. */
export interface QualityMark extends Payload {
  issuer: InstitutionId
  report: RecordId
  statement: StatementId
  mark: 'passed' | 'failed' | 'suspended'
  scheme: 'internal' | 'city-eqa' | 'provincial-eqa' | 'national-eqa'
}

const passed: QualityMark = {
  issuer: sample.otherHospital,
  issuedAt: sample.at(21),
  report: sample.recordId(1),
  statement: sample.statement(1),
  mark: 'passed',
  scheme: 'provincial-eqa',
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
  valid: [
    { name: 'passed in external assessment', payload: passed },
    { name: 'suspended by internal control', payload: { ...passed, mark: 'suspended', scheme: 'internal' } },
  ],
  invalid: wrong(
    passed,
    ['a word that is no mark', 'mark', { mark: 'good' }],
    ['a scheme in Chinese', 'scheme', { scheme: '室间质评' }],
    ['no version of the report', 'statement', { statement: undefined }],
    ['a statement id in capitals', 'statement', { statement: 'AB'.repeat(32) }],
    ['a remark', '', { remark: '合格' }],
  ),
})
