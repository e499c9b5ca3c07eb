import Joi from 'joi'
import { stated, statedLabels } from '../core/common.ts'
import { type Digest, field, type InstitutionId, type RecordId } from '../core/identifiers.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** The head of an imaging cloud's access log, with the proof that it extends the head before (RFC 6962, section 2.1.2). */
export interface AccessLogCheckpoint extends Payload {
  issuer: InstitutionId
  log: RecordId
  size: number
  root: Digest
  /** 0 for the first checkpoint of a log. */
  previousSize: number
  consistency: Digest[]
  /** The keyed index of the same entries: what makes a list of one person's accesses provably complete. */
  index?: AccessIndexHead
}

/** explorer/verify/ACCESS.md, section 3. */
export interface AccessIndexHead {
  root: Digest
  /** The VRF public key that its labels are made with; a log has one for good. */
  key: Digest
}

const firstHead: AccessLogCheckpoint = {
  issuer: sample.hospital,
  issuedAt: sample.at(21),
  log: sample.recordId(8),
  size: 3,
  root: sample.digest(1),
  previousSize: 0,
  consistency: [],
}

export const accessLogCheckpoint = defineRecordType<AccessLogCheckpoint>({
  name: 'access-log-checkpoint',
  family: 'AccessLog',
  label: { zh: '调阅日志检查点', en: 'Access-log checkpoint' },
  authority: { kind: 'institution', use: 'access-log' },
  schema: Joi.object<AccessLogCheckpoint, true>({
    ...stated,
    log: field.recordId().required(),
    size: field.size().min(1).greater(Joi.ref('previousSize')).required(),
    root: field.digest().required(),
    previousSize: field.size().required(),
    consistency: Joi.array()
      .items(field.digest())
      .max(64)
      .when('previousSize', { is: 0, then: Joi.array().length(0), otherwise: Joi.array().min(1) })
      .required(),
    index: Joi.object<AccessIndexHead, true>({
      root: field.digest().required(),
      key: field.digest().required(),
    }),
  }),
  fields: {
    ...statedLabels,
    log: { zh: '日志标识', en: 'Log' },
    size: { zh: '条目数', en: 'Size' },
    root: { zh: '根哈希', en: 'Root hash' },
    previousSize: { zh: '上一检查点条目数', en: 'Previous size' },
    consistency: { zh: '一致性证明', en: 'Consistency proof' },
    index: { zh: '个人清单索引', en: 'Index of lists' },
  },
  indexed: ['issuer', 'log'],
  valid: [
    { name: 'the first of a log', payload: firstHead },
    {
      name: 'an extension of the one before',
      payload: { ...firstHead, size: 7, previousSize: 3, consistency: [1, 2, 3, 4].map(sample.digest) },
    },
    {
      name: 'with the index of the same entries',
      payload: { ...firstHead, index: { root: sample.digest(5), key: sample.digest(6) } },
    },
  ],
  invalid: wrong(
    firstHead,
    ['an empty log', 'size', { size: 0 }],
    ['no longer than before', 'size', { previousSize: 3, consistency: [sample.digest(2)] }],
    ['shorter than before', 'size', { previousSize: 4, consistency: [sample.digest(2)] }],
    ['half an entry', 'size', { size: 2.5 }],
    ['a telephone number as size', 'size', { size: 13800138000 }],
    ['an extension without proof', 'consistency', { previousSize: 2 }],
    ['a proof from nothing', 'consistency', { consistency: [sample.digest(2)] }],
    [
      'a proof longer than any tree needs',
      'consistency',
      { previousSize: 2, consistency: Array(65).fill(sample.digest(2)) },
    ],
    ['a word in the proof', 'consistency.0', { previousSize: 2, consistency: ['ok'] }],
    ['an index without its key', 'index.key', { index: { root: sample.digest(5) } }],
    ['the index of a person', 'index', { index: '张三' }],
    ['a root in base64', 'root', { root: `${'A'.repeat(43)}=` }],
  ),
})
