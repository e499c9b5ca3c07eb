import { statementSigner } from '../keys.ts'
import {
  cloudKey,
  cloudList,
  cloudLog,
  eventId,
  hospital,
  hospitalKey,
  ownList,
  receipts,
  timeOf,
} from '../reconciliation-province.ts'
import { central, centralKeys, digest } from '../world.ts'
import { json, valid } from './case.ts'
import { compared, fileOf, findings, make, type ReconciliationCase, reject } from './reconciliation/report.ts'
import { revocations } from './reconciliation/revocations.ts'

export type { ReconciliationCase }

const stranger = statementSigner('stranger', 'ES256')
const supervisor = centralKeys[2] ?? stranger
const whole = fileOf({})
const differs = 'reconciliation-differs'
const malformed = 'reconciliation-malformed'
const sides = 'reconciliation-sides'
const [repeated, ...others] = findings
const flipped = (sig: string) => `${sig.startsWith('A') ? 'B' : 'A'}${sig.slice(1)}`

/** Without the first three entries of the hospital's log and the first two of the cloud's. */
const later = {
  payload: {
    from: timeOf(3),
    hospital: { ...compared.hospital, entries: 7, after: 3 },
    cloud: { ...compared.cloud, entries: 7, after: 2 },
    matched: 3,
    counts: { 'missing-at-cloud': 1, 'missing-at-hospital': 1, different: 1, repeated: 0 },
  },
  findings: findings.slice(2),
  file: { hospital: ownList(3), cloud: cloudList(2) },
}

const accepts: ReconciliationCase[] = [
  make('every kind of finding', 'signed by the imaging cloud, which compared', valid, {}),
  make('signed by the hospital', 'its key stands in its own receipt', valid, {
    issuer: hospital,
    signers: [hospitalKey],
  }),
  make('signed by the supervisor', 'a central key of the trust file', valid, {
    issuer: String(central[2]),
    signers: [supervisor],
  }),
  make('a part of both lists', 'from the time on at which both are complete', valid, later),
  make('everything still open', 'a period that ends before the first access', valid, {
    payload: {
      until: '2026-11-19T07:00:00Z',
      open: 5,
      counts: { 'missing-at-cloud': 0, 'missing-at-hospital': 0, different: 0, repeated: 1 },
    },
    findings: findings.slice(0, 1),
  }),
]

const rejects: ReconciliationCase[] = [
  reject('a finding left out', differs, 'and its count lowered', {
    payload: { counts: { ...compared.counts, 'missing-at-cloud': 0 } },
    findings: findings.toSpliced(2, 1),
  }),
  reject('a finding left out, its count kept', differs, 'the lists say more', { findings: others }),
  reject('a finding made up', differs, 'both sides have event 1', {
    payload: { counts: { ...compared.counts, 'missing-at-cloud': 2 } },
    findings: [...findings, { kind: 'missing-at-cloud', event: eventId(1), at: timeOf(1), hospital: 1 }],
  }),
  reject('findings in another order', differs, 'they rise by their ids, after what is repeated', {
    findings: [...others, repeated ?? {}],
  }),
  reject('fields in another order', differs, 'key before at', {
    findings: findings.with(4, { ...findings[4], fields: ['at', 'key'] }),
  }),
  reject('findings other than those that were signed', differs, 'changed in the file only', {
    file: { findings: others },
  }),
  reject('a finding’s side swapped', differs, 'the cloud lacks it, not the hospital', {
    findings: findings.with(2, { ...findings[2], kind: 'missing-at-hospital' }),
  }),
  reject('an open access called matched', differs, 'event 8', { payload: { matched: 6, open: 0 } }),
  reject('another checkpoint told', differs, 'of the cloud’s log', {
    payload: { cloud: { ...compared.cloud, statement: digest('another') } },
  }),
  reject('a period beyond the checkpoints', sides, 'later accesses may be on their way', {
    payload: { until: '2026-11-20T00:00:07.001Z' },
  }),
  reject('the sides swapped', sides, 'the hospital’s list is that of its own log', {
    file: { hospital: cloudList(), cloud: ownList() },
  }),
  reject('the hospital’s list twice', sides, 'a log compared with itself', { file: { cloud: ownList() } }),
  reject('a part without a beginning', sides, 'no `from` for a list that is cut', {
    ...later,
    payload: { ...later.payload, from: undefined },
  }),
  reject('of another hospital', 'list-name', 'the lists are not of the institution that is named', {
    payload: { institution: 'GD-4401-00012' },
  }),
  reject('a person’s list', 'list-name', 'of another kind', {
    file: { cloud: cloudLog.list('patient', 'person 1', 10, receipts.cloud) },
  }),
  reject('an entry left out of the cloud’s list', 'list-incomplete', 'the newest one', {
    file: { cloud: { ...cloudLog.list('institution', hospital, 10, receipts.cloud, 0, 9) } },
  }),
  reject('a checkpoint that the ledger refused', 'access-checkpoint', 'of the cloud’s log', {
    file: { cloud: cloudList(0, receipts.refused) },
  }),
  reject('a list that is none', 'access-malformed', 'an empty object', { file: { hospital: {} } }),
  reject('a signature flipped', 'signature-invalid', 'one character', {
    file: {
      report: {
        ...whole.report,
        signatures: [{ ...whole.report.signatures[0], sig: flipped(whole.report.signatures[0].sig) }],
      },
    },
  }),
  reject('the signature of another report', 'signature-invalid', 'made over another payload', {
    file: {
      report: {
        ...fileOf({ payload: { issuedAt: '2026-11-20T02:00:00Z' } }).report,
        payload: whole.report.payload,
      },
    },
  }),
  reject('signed by a stranger', 'key-unknown', 'nobody registered the key', { signers: [stranger] }),
  reject('signed by the other side', 'key-unknown', 'the hospital’s key under the cloud’s name', {
    signers: [hospitalKey],
  }),
  reject('signed by two, one a stranger', 'key-unknown', 'every signature counts', {
    signers: [cloudKey, stranger],
  }),
  reject('signed after the key’s time', 'key-expired', 'in 2029', {
    payload: { issuedAt: '2029-01-01T00:00:00Z' },
  }),
  reject('signed before the key’s time', 'key-expired', 'in 2025', {
    payload: { issuedAt: '2025-12-31T23:59:59Z' },
  }),
  reject('another document', malformed, 'a report on an examination', { name: 'report' }),
  reject('not signed', malformed, 'an envelope without signatures', { signers: [] }),
  reject('an unknown member in the report', malformed, 'a name has no place there', {
    payload: { patient: '张三' },
  }),
  reject('a member missing in the report', malformed, 'until', { payload: { until: undefined } }),
  reject('an unnamed member', malformed, 'beside the others', { file: { note: '' } }),
  reject('an unknown format', malformed, 'v2', { file: { format: 'huren-reconciliation/v2' } }),
  reject('no list of the cloud', malformed, 'the member is missing', { file: { cloud: undefined } }),
  reject('a list in place of a report', malformed, 'another format', json(ownList())),
  reject('cut off', malformed, 'not JSON any more', json(whole).slice(0, 3000)),
  reject(
    'a member twice',
    malformed,
    'I-JSON',
    json(whole).replace('{', '{"format":"huren-reconciliation/v1",'),
  ),
  reject(
    'after the trust file’s time',
    'trust-expired',
    'a year later',
    {},
    {
      now: Date.parse('2029-06-01T00:00:00Z'),
    },
  ),
]

export const reconciliation: readonly ReconciliationCase[] = [...accepts, ...rejects, ...revocations]
