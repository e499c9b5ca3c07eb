import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import {
  type Commitment,
  field,
  type Instant,
  type InstitutionId,
  type ItemCode,
  type RecordId,
  type StatementId,
} from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'

/** One version of a report, as a commitment to its exact bytes; the report itself stays with its hospital. */
export interface Report extends Payload {
  issuer: InstitutionId
  report: RecordId
  /** 1, 2, 3 …: each version names the one that it supersedes. */
  version: number
  status: 'preliminary' | 'final' | 'amended' | 'withdrawn'
  supersedes?: StatementId
  item: ItemCode
  /** The person, committed with a salt of this record's own. */
  subject: Commitment
  /** The report's bytes, committed; absent when withdrawn. */
  content?: Commitment
  format?: 'fhir-json' | 'fhir-xml' | 'cda' | 'hl7v2' | 'dicom-sr' | 'pdf'
  /** The imaging study (DICOM Study Instance UID), committed. */
  study?: Commitment
  /** When specimen was taken or images were made; validity periods count from here. */
  performedAt: Instant
}

const present = { is: 'withdrawn', then: Joi.forbidden(), otherwise: Joi.required() }

export const report = defineRecordType<Report>({
  name: 'report',
  family: 'Report',
  label: { zh: '检查检验报告摘要', en: 'Report digest' },
  authority: { kind: 'institution', use: 'report' },
  schema: Joi.object<Report, true>({
    ...stated,
    report: field.recordId().required(),
    version: field.version().required(),
    status: field.code('preliminary', 'final', 'amended', 'withdrawn').required(),
    supersedes: field
      .statementId()
      .when('version', { is: 1, then: Joi.forbidden(), otherwise: Joi.required() }),
    item: field.itemCode().required(),
    subject: field.commitment().required(),
    content: field.commitment().when('status', present),
    format: field.code('fhir-json', 'fhir-xml', 'cda', 'hl7v2', 'dicom-sr', 'pdf').when('status', present),
    study: field.commitment(),
    performedAt: field.instant().required(),
  }),
  fields: {
    ...statedLabels,
    report: { zh: '报告标识', en: 'Report' },
    version: { zh: '版本', en: 'Version' },
    status: { zh: '状态', en: 'Status' },
    supersedes: { zh: '取代的声明', en: 'Supersedes' },
    item: { zh: '互认项目', en: 'Item' },
    subject: { zh: '患者承诺值', en: 'Subject commitment' },
    content: { zh: '报告内容承诺值', en: 'Content commitment' },
    format: { zh: '报告格式', en: 'Format' },
    study: { zh: '影像检查承诺值', en: 'Study commitment' },
    performedAt: { zh: '检查时间', en: 'Performed at' },
  },
  indexed: ['issuer', 'report', 'item', 'status'],
  valid: [],
  invalid: [],
})
