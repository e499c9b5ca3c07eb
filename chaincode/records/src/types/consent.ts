import Joi from 'joi'
import { issuedAt, issuedAtLabel } from '../core/common.ts'
import {
  type Commitment,
  field,
  type Instant,
  type InstitutionId,
  type ItemCode,
  type KeyId,
  type RecordId,
} from '../core/identifiers.ts'
import { laterThan } from '../core/order.ts'
import { type Purpose, purposes } from '../core/purposes.ts'
import { defineRecordType, type Payload } from '../core/record-type.ts'
import { sample, wrong } from '../core/samples.ts'

/** A patient's grant: who may see what, for which purpose, from when until when. */
export interface Consent extends Payload {
  consent: RecordId
  grantor: KeyId
  subject: Commitment
  grantee: InstitutionId
  purpose: Purpose
  scope: 'all' | 'items' | 'reports'
  items?: ItemCode[]
  reports?: RecordId[]
  notBefore: Instant
  notAfter: Instant
  /** A relative's bound key that may use and revoke this grant on the patient's behalf. */
  relative?: KeyId
}

const onlyFor = (scope: Consent['scope']) => ({ is: scope, then: Joi.required(), otherwise: Joi.forbidden() })

const grant: Consent = {
  issuedAt: sample.at(21),
  consent: sample.recordId(3),
  grantor: sample.key('ES256').key,
  subject: sample.commitment(6),
  grantee: sample.otherHospital,
  purpose: 'treatment',
  scope: 'all',
  notBefore: sample.at(21),
  notAfter: sample.at(28),
}

export const consent = defineRecordType<Consent>({
  name: 'consent',
  family: 'Consent',
  label: { zh: '患者授权', en: 'Consent' },
  authority: { kind: 'patient' },
  schema: Joi.object<Consent, true>({
    ...issuedAt,
    consent: field.recordId().required(),
    grantor: field.keyId().required(),
    subject: field.commitment().required(),
    grantee: field.institutionId().required(),
    purpose: field.code(...purposes).required(),
    scope: field.code('all', 'items', 'reports').required(),
    items: Joi.array().items(field.itemCode()).min(1).max(100).unique().when('scope', onlyFor('items')),
    reports: Joi.array().items(field.recordId()).min(1).max(100).unique().when('scope', onlyFor('reports')),
    notBefore: field.instant().required(),
    notAfter: field.instant().custom(laterThan('notBefore')).required(),
    relative: field.keyId().invalid(Joi.ref('grantor')),
  }),
  fields: {
    ...issuedAtLabel,
    consent: { zh: '授权标识', en: 'Consent' },
    grantor: { zh: '授权人密钥', en: 'Grantor key' },
    subject: { zh: '患者承诺值', en: 'Subject commitment' },
    grantee: { zh: '被授权机构', en: 'Grantee' },
    purpose: { zh: '用途', en: 'Purpose' },
    scope: { zh: '范围', en: 'Scope' },
    items: { zh: '项目', en: 'Items' },
    reports: { zh: '报告', en: 'Reports' },
    notBefore: { zh: '有效期起', en: 'Not before' },
    notAfter: { zh: '有效期止', en: 'Not after' },
    relative: { zh: '亲属密钥', en: 'Relative key' },
  },
  indexed: ['consent', 'grantor', 'grantee'],
  valid: [
    { name: 'everything, for a week', payload: grant },
    { name: 'two items', payload: { ...grant, scope: 'items', items: [sample.item, sample.otherItem] } },
    {
      name: 'one report, also for a relative',
      payload: {
        ...grant,
        scope: 'reports',
        reports: [sample.recordId(1)],
        relative: sample.key('SM2-SM3').key,
      },
    },
  ],
  invalid: wrong(
    grant,
    ['ends before it begins', 'notAfter', { notAfter: sample.at(20) }],
    ['ends when it begins', 'notAfter', { notAfter: grant.notBefore }],
    [
      'ends before it begins, by a millisecond',
      'notAfter',
      { notBefore: sample.at(21, '08:00:00.001Z'), notAfter: sample.at(21) },
    ],
    ['items without a list', 'items', { scope: 'items' }],
    ['a list that its scope does not have', 'items', { items: [sample.item] }],
    ['an empty list', 'reports', { scope: 'reports', reports: [] }],
    ['an item twice', 'items.1', { scope: 'items', items: [sample.item, sample.item] }],
    ['a name in the list', 'items.1', { scope: 'items', items: [sample.item, '王五'] }],
    ['a telephone number of the relative', 'relative', { relative: '13800138000' }],
    ['the grantor as relative', 'relative', { relative: grant.grantor }],
    ['an unknown purpose', 'purpose', { purpose: 'marketing' }],
  ),
})
