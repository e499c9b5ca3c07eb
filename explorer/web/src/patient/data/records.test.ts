import type { Content, Letter } from '@huren/letters'
import {
  type Commitment,
  type Consent,
  commit,
  encodePayload,
  type Instant,
  type InstitutionId,
  type ItemCode,
  type KeyId,
  makeEnvelope,
  newSalt,
  type Payload,
  parseEnvelope,
  type RecordId,
  type Report,
} from '@huren/records'
import { test } from 'tap'
import type { Received } from './letters.ts'
import { consentsIn, looksIn, reportsIn, requestsIn, sharesIn } from './records.ts'
import type { Row } from './timelines.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const at = (hour: number) => `2026-11-21T${String(hour).padStart(2, '0')}:00:00Z` as Instant
const uuid = () => crypto.randomUUID() as RecordId
const key = (n: number) => String(n).repeat(64) as KeyId
const hospital = 'GD-4401-00012' as InstitutionId
const other = 'GD-4403-00007' as InstitutionId
const subject = 'ab'.repeat(32) as Commitment
const signature = { keyid: key(9), sig: Buffer.alloc(64, 1).toString('base64') }

let position = 0
const rowOf = (type: string, payload: Payload): Row => {
  const text = JSON.stringify(makeEnvelope(type, encodePayload(payload), [signature]))
  const statement = parseEnvelope(text)
  return { position: String(position++).padStart(9, '0'), at: at(11), id: statement.id, text, statement }
}

const salt = newSalt()
const person = '张三'
const reportPayload = (of = person): Report => ({
  issuer: hospital,
  issuedAt: at(10),
  report: uuid(),
  version: 1,
  status: 'final',
  item: 'L00001' as ItemCode,
  subject: commit(salt, new TextEncoder().encode(of)),
  content: subject,
  format: 'pdf',
  performedAt: at(9),
})
const openingOf = (row: Row) => ({
  statement: parseEnvelope(row.text).id,
  report: row.statement.payload.report as RecordId,
  salt: Buffer.from(salt).toString('hex'),
})
const grantOf = (change: Partial<Consent> = {}): Consent => ({
  issuedAt: at(10),
  consent: uuid(),
  grantor: key(1),
  subject,
  grantee: other,
  purpose: 'treatment',
  scope: 'all',
  notBefore: at(10),
  notAfter: at(20),
  ...change,
})
const received = (content: Content, change: Partial<Letter> = {}): Received => ({
  content,
  letter: {
    issuedAt: at(11),
    letter: uuid(),
    from: key(1),
    to: key(2),
    notAfter: at(20),
    encapsulated: '',
    sealed: '',
    ...change,
  },
})

test('PROV-24: a report is mine when its salt opens the commitment, and not because a letter says so', (t) => {
  const [mine, foreign] = [rowOf('report', reportPayload()), rowOf('report', reportPayload('李四'))]
  const reports = reportsIn([{ person, openings: [openingOf(mine), openingOf(foreign)] }], [mine, foreign])
  t.same(
    new Map(reports.map(({ id, opens }) => [id, opens])),
    new Map([
      [mine.statement.payload.report, true],
      [foreign.statement.payload.report, false],
    ]),
  )
  const absent = reportsIn([{ person, openings: [openingOf(mine)] }], [])
  t.match(absent, [{ opens: false, versions: [] }], 'what the ledger does not have opens nothing')
  t.end()
})

test('PROV-25: a request counts from whom it is for, until it is answered or over', (t) => {
  const request = {
    kind: 'request',
    consent: uuid(),
    grantee: other,
    purpose: 'treatment',
    scope: 'all',
    hours: 24,
    who: '',
    why: '',
  } as const
  const asked = received(request, { issuer: other })
  t.equal(requestsIn([asked], [], now).length, 1)
  t.same(
    requestsIn([received(request, { issuer: hospital })], [], now),
    [],
    'in the name of another institution',
  )
  t.same(requestsIn([received(request)], [], now), [], 'from a person')
  t.same(requestsIn([received(request, { issuer: other, notAfter: at(11) })], [], now), [], 'over')
  const answered = rowOf('consent', grantOf({ consent: request.consent }))
  t.same(requestsIn([asked], [answered], now), [], 'answered')
  t.end()
})

test('PROV-26: a grant is in force within its period, until it is revoked', (t) => {
  const states = (change: Partial<Consent>, ...more: readonly Row[]) =>
    consentsIn([rowOf('consent', grantOf(change)), ...more], now).map(({ state }) => state)
  t.same(states({}), ['active'])
  t.same(states({ notBefore: at(13) }), ['coming'])
  t.same(states({ notAfter: at(12) }), ['over'], 'the last instant is outside')
  const id = uuid()
  const revocation = rowOf('consent-revocation', {
    issuedAt: at(11),
    ...{ consent: id, statement: 'ab'.repeat(32), reason: 'withdrawn' },
  })
  t.same(states({ consent: id }, revocation), ['revoked'])
  t.end()
})

test('PROV-29: what a relative shares counts under their own standing grant that names this device, and no further', (t) => {
  const [covered, beyond] = [rowOf('report', reportPayload()), rowOf('report', reportPayload())]
  const grant = { scope: 'reports', reports: [openingOf(covered).report], relative: key(2) } as const
  const shared = (change: Partial<Consent>, letter: Partial<Letter> = {}) => {
    const given = grantOf({ ...grant, reports: [...grant.reports], ...change })
    const rows = [covered, beyond, rowOf('consent', given)]
    const openings = [openingOf(covered), openingOf(beyond)]
    const share = { kind: 'share', consent: given.consent, from: '妈妈', notAfter: at(20) } as const
    const letters = [received({ ...share, parts: [{ person, openings }] }, letter)]
    return sharesIn(letters, consentsIn(rows, now), rows, key(2))
  }
  t.same(
    shared({}).map(({ reports }) => reports.map(({ id }) => id)),
    [[openingOf(covered).report]],
  )
  t.same(shared({ relative: key(3) }), [], 'for another device')
  t.same(shared({ grantor: key(4) }), [], 'the grant is by somebody else')
  t.same(shared({}, { from: key(5) }), [], 'the letter is by somebody else')
  t.same(shared({}, { issuer: hospital }), [], 'an institution shares nobody’s reports')
  t.same(shared({ notAfter: at(11) }), [], 'over')
  t.end()
})

test('PAT-8: looks at my reports, the newest first, emergencies with their review', (t) => {
  const mine = rowOf('report', reportPayload())
  const { report } = openingOf(mine)
  const reports = reportsIn([{ person, openings: [openingOf(mine)] }], [mine])
  const access = {
    issuer: other,
    issuedAt: at(11),
    access: uuid(),
    report,
    consent: uuid(),
    purpose: 'treatment',
    subject,
  }
  const emergency = { issuer: other, issuedAt: at(11), emergency: uuid(), subject, reports: [report] }
  const rows = [
    rowOf('access', access),
    rowOf('access', { ...access, ...{ report: uuid() } }),
    rowOf('emergency-access', { ...emergency, ...{ reason: 'unconscious', notAfter: at(20) } }),
    rowOf('emergency-review', {
      ...{ issuer: other, issuedAt: at(11), review: uuid(), emergency: emergency.emergency },
      ...{ outcome: 'not-justified' },
    }),
  ]
  t.match(looksIn(reports, rows), [
    { kind: 'emergency', review: { payload: { outcome: 'not-justified' } } },
    { kind: 'access', payload: { report } },
  ])
  t.equal(looksIn(reports, rows).length, 2, 'nobody else’s')
  t.end()
})
