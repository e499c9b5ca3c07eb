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
import { notLaterThan } from '../core/order.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

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

const first: Report = {
  issuer: sample.hospital,
  issuedAt: sample.at(21),
  report: sample.recordId(1),
  version: 1,
  status: 'final',
  item: sample.item,
  subject: sample.commitment(1),
  content: sample.commitment(2),
  format: 'fhir-json',
  performedAt: sample.at(20),
}
const { content: _content, format: _format, ...withoutContent } = first
const withdrawal: Report = {
  ...withoutContent,
  version: 2,
  status: 'withdrawn',
  supersedes: sample.statement(1),
}

export const report = defineRecordType<Report>({
  name: 'report',
  family: 'Report',
  label: { zh: '检查检验报告摘要', en: 'Report digest' },
  authority: { kind: 'institution', use: 'report' },
  schema: Joi.object<Report, true>({
    ...stated,
    report: field.recordId().required(),
    version: field.version().required(),
    status: field
      .code('preliminary', 'final', 'amended', 'withdrawn')
      .when('version', { is: 1, then: Joi.invalid('amended', 'withdrawn') })
      .required(),
    supersedes: field
      .statementId()
      .when('version', { is: 1, then: Joi.forbidden(), otherwise: Joi.required() }),
    item: field.itemCode().required(),
    subject: field.commitment().required(),
    content: field.commitment().when('status', present),
    format: field.code('fhir-json', 'fhir-xml', 'cda', 'hl7v2', 'dicom-sr', 'pdf').when('status', present),
    study: field.commitment(),
    performedAt: field.instant().custom(notLaterThan('issuedAt')).required(),
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
  valid: [
    { name: 'a final laboratory report', payload: first },
    {
      name: 'a preliminary imaging report with its study',
      payload: { ...first, item: sample.otherItem, status: 'preliminary', study: sample.commitment(3) },
    },
    {
      name: 'an amendment',
      payload: { ...first, version: 2, status: 'amended', supersedes: sample.statement(1) },
    },
    { name: 'a withdrawal', payload: withdrawal },
  ],
  invalid: [
    ...wrong(
      first,
      ['a name where the hospital belongs', 'issuer', { issuer: '第一人民医院' }],
      ['a report number of the hospital', 'report', { report: '20261121-0001' }],
      ['version 0', 'version', { version: 0 }],
      ['a version as text', 'version', { version: '1' }],
      ['a first version that supersedes another', 'supersedes', { supersedes: sample.statement(1) }],
      [
        'a first version that withdraws',
        'status',
        { status: 'withdrawn', content: undefined, format: undefined },
      ],
      ['a first version that amends', 'status', { status: 'amended' }],
      ['a second version that supersedes nothing', 'supersedes', { version: 2 }],
      ['an identity number as the subject', 'subject', { subject: '11010519491231002X' }],
      ['no content', 'content', { content: undefined }],
      ['the text of a finding', 'format', { format: '双肺纹理清晰' }],
      ['performed after it was stated', 'performedAt', { performedAt: sample.at(22) }],
      ['a day that the calendar has not', 'performedAt', { performedAt: '2026-02-30T08:00:00Z' }],
      ['a birthday', 'performedAt', { performedAt: '1949-12-31T00:00:00Z' }],
      ['local time', 'issuedAt', { issuedAt: '2026-11-21T08:00:00+08:00' }],
      ['an unknown field', '', { patientName: '张三' }],
    ),
    ...wrong(withdrawal, ['a withdrawal with content', 'content', { content: sample.commitment(2) }]),
  ],
})
