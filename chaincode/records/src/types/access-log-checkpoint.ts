import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { type Digest, field, type InstitutionId, type RecordId } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'

/** The head of an imaging cloud's access log, with the proof that it extends the head before (RFC 6962, section 2.1.2). */
export interface AccessLogCheckpoint extends Payload {
  issuer: InstitutionId
  log: RecordId
  size: number
  root: Digest
  /** 0 for the first checkpoint of a log. */
  previousSize: number
  consistency: Digest[]
}

export const accessLogCheckpoint = defineRecordType<AccessLogCheckpoint>({
  name: 'access-log-checkpoint',
  family: 'AccessLog',
  label: { zh: '调阅日志检查点', en: 'Access-log checkpoint' },
  authority: { kind: 'institution', use: 'access-log' },
  schema: Joi.object<AccessLogCheckpoint, true>({
    ...stated,
    log: field.recordId().required(),
    size: field.size().min(1).required(),
    root: field.digest().required(),
    previousSize: field.size().required(),
    consistency: Joi.array().items(field.digest()).max(128).required(),
  }),
  fields: {
    ...statedLabels,
    log: { zh: '日志标识', en: 'Log' },
    size: { zh: '条目数', en: 'Size' },
    root: { zh: '根哈希', en: 'Root hash' },
    previousSize: { zh: '上一检查点条目数', en: 'Previous size' },
    consistency: { zh: '一致性证明', en: 'Consistency proof' },
  },
  indexed: ['issuer', 'log'],
  valid: [],
  invalid: [],
})
