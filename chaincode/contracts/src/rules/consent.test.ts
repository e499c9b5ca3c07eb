import { generateKey, type SigningKey } from '@huren/crypto-config'
import type { RecordId, StatementId } from '@huren/records'
import { test } from 'tap'
import { accepts, refuses } from '../testing/expect.ts'
import {
  type Actor,
  instant,
  keyFields,
  newCommitment,
  newRecordId,
  otherItem,
  populated,
} from '../testing/world.ts'
import { days, hours, years } from './time.ts'

/** A patient with a report at one hospital, who may grant another hospital to see it. */
const withPatient = async () => {
  const all = await populated()
  const { world, hospital, other } = all
  const patient = await world.bind(hospital)
  const report = newRecordId()
  await world.commit(world.report(hospital, { report }))
  const grant = (changes: object = {}, ...signers: SigningKey[]) =>
    world.sign(
      'consent',
      {
        consent: newRecordId(),
        grantor: patient.id,
        subject: newCommitment(),
        grantee: other.id,
        purpose: 'treatment',
        scope: 'all',
        notBefore: instant(world.now),
        notAfter: instant(world.now + days(30)),
        ...changes,
      },
      ...(signers.length > 0 ? signers : [patient]),
    )
  const granted = async (changes: object = {}) => {
    const consent = newRecordId()
    return { consent, statement: await world.commit(grant({ consent, ...changes })) }
  }
  const open = (ground: object, changes: object = {}, by: Actor = other) =>
    world.by(by, 'access', {
      access: newRecordId(),
      report,
      purpose: 'treatment',
      subject: newCommitment(),
      ...ground,
      ...changes,
    })
  const revoke = (consent: RecordId, statement: StatementId, key: SigningKey, changes: object = {}) =>
    world.sign('consent-revocation', { consent, statement, reason: 'withdrawn', ...changes }, key)
  return { ...all, patient, report, grant, granted, open, revoke }
}

test('GAP-12, CHAIN-2: a grant is its grantor’s, to a known institution, for a period that ends', async (t) => {
  const { world, hospital, patient, grant } = await withPatient()
  const stranger = await world.bind(hospital)
  await refuses(t, world, grant({}, stranger), 'not-grantor', 'signed by another patient', 'grantor')
  await refuses(t, world, grant({}, patient, stranger), 'not-grantor', 'signed by another one too', 'grantor')
  await refuses(t, world, grant({}, hospital.key), 'key-use', 'signed by the hospital')
  await refuses(t, world, grant({ grantee: 'GD-9999-00001' }), 'institution-unknown', 'to nobody', 'grantee')
  await refuses(t, world, grant({ relative: hospital.key.id }), 'key-unknown', 'no relative', 'relative')
  await refuses(t, world, grant({ relative: 'a'.repeat(64) }), 'key-unknown', 'unknown relative', 'relative')
  const long = { notAfter: instant(world.now + years(5) + 1) }
  await refuses(t, world, grant(long), 'period-too-long', 'longer than five years', 'notAfter')
  const over = { notBefore: instant(world.now - days(2)), notAfter: instant(world.now) }
  await refuses(t, world, grant(over), 'validity-invalid', 'over already', 'notAfter')
  const consent = newRecordId()
  await accepts(t, world, grant({ consent }), 'a grant')
  await refuses(t, world, grant({ consent, purpose: 'referral' }), 'record-exists', 'another under its id')
  t.match(await world.query('Consent:get', consent), { grantor: patient.id, scope: 'all' })
})

test('GAP-12: a grant to the institution that bound its grantor’s key shows that nobody else vouches for it', async (t) => {
  const { world, hospital, other, patient, report, granted } = await withPatient()
  const { consent } = await granted()
  t.match(await world.query('Consent:get', consent), { grantee: other.id, boundBy: hospital.id })
  const invented = await world.bind(other)
  const own = newRecordId()
  const period = { notBefore: instant(world.now), notAfter: instant(world.now + days(30)) }
  const grant = { consent: own, grantor: invented.id, subject: newCommitment(), grantee: other.id }
  await world.commit(
    world.sign('consent', { ...grant, purpose: 'treatment', scope: 'all', ...period }, invented),
  )
  const access = newRecordId()
  const opened = { access, report, consent: own, purpose: 'treatment', subject: newCommitment() }
  await world.commit(world.by(other, 'access', opened))
  // what the patient, the report's hospital and a regulator see of it: not this patient's key, and who made it
  t.match(await world.query('Consent:access', access), { report, consent: own })
  t.match(await world.query('Consent:get', own), {
    grantor: invented.id,
    grantee: other.id,
    boundBy: other.id,
  })
  t.not(invented.id, patient.id)
})

test('GAP-12, CITY-3, PROV-26: an access needs a grant that covers who, what, what for and when', async (t) => {
  const { world, hospital, other, report, granted, open } = await withPatient()
  const { consent } = await granted()
  const access = newRecordId()
  await accepts(t, world, open({ consent, access }), 'under a grant')
  await refuses(t, world, open({ consent, access }, { subject: newCommitment() }), 'record-exists', 'its id')
  t.match(await world.query('Consent:access', access), { issuer: other.id, report, consent })
  await refuses(t, world, open({ consent: newRecordId() }), 'consent-unknown', 'without a grant', 'consent')
  await refuses(t, world, open({ consent }, {}, hospital), 'consent-grantee', 'by another hospital', 'issuer')
  await refuses(t, world, open({ consent }, { purpose: 'referral' }), 'consent-purpose', 'for something else')
  await refuses(t, world, open({ consent }, { report: newRecordId() }), 'report-unknown', 'no such report')

  const items = await granted({ scope: 'items', items: [otherItem] })
  await refuses(t, world, open({ consent: items.consent }), 'consent-scope', 'for other items', 'report')
  const imaging = newRecordId()
  await world.commit(world.report(hospital, { report: imaging, item: otherItem }))
  await accepts(t, world, open({ consent: items.consent }, { report: imaging }), 'for this item')
  const one = await granted({ scope: 'reports', reports: [report] })
  await accepts(t, world, open({ consent: one.consent }), 'for this report')
  await refuses(t, world, open({ consent: one.consent }, { report: imaging }), 'consent-scope', 'for another')

  const tomorrow = await granted({ notBefore: instant(world.now + days(1)) })
  await refuses(t, world, open({ consent: tomorrow.consent }), 'consent-not-yet-valid', 'from tomorrow on')
  world.now += days(30) - 1
  const late = open({ consent })
  await accepts(t, world, open({ consent }), 'at the last moment')
  world.now += 1
  await refuses(t, world, open({ consent }), 'consent-expired', 'after it')
  await refuses(t, world, late, 'consent-expired', 'stated in time, but the door would open after it')
})

test('GAP-12, PROV-26, PROV-29: only the grantor, the successor of its key or the named relative revokes, at once', async (t) => {
  const { world, hospital, patient, granted, open, revoke } = await withPatient()
  const relative = await world.bind(hospital)
  const stranger = await world.bind(hospital)
  const { consent, statement } = await granted({ relative: relative.id })
  await refuses(t, world, revoke(newRecordId(), statement, patient), 'consent-unknown', 'no such grant')
  const wrong = 'b'.repeat(64) as StatementId
  await refuses(t, world, revoke(consent, wrong, patient), 'statement-unknown', 'another statement')
  await refuses(t, world, revoke(consent, statement, stranger), 'not-grantor', 'a stranger', 'signatures')
  const before = open({ consent })
  world.now += hours(1)
  await accepts(t, world, revoke(consent, statement, relative), 'the named relative')
  await refuses(t, world, open({ consent }), 'consent-revoked', 'an access after the revocation', 'consent')
  await refuses(t, world, before, 'consent-revoked', 'an access dated before it', 'consent')
  const again = revoke(consent, statement, patient, { reason: 'no-longer-needed' })
  await refuses(t, world, again, 'consent-revoked', 'revoked twice', 'consent')

  const lost = await granted()
  const unnamed = revoke(lost.consent, lost.statement, relative)
  await refuses(t, world, unnamed, 'not-grantor', 'a relative whom this grant does not name')
  const replace = async (replaces: SigningKey) => {
    const key = generateKey('ES256')
    const fields = { ...keyFields(key, world.now), subject: newCommitment(), assurance: 'in-person' }
    await world.commit(world.by(hospital, 'patient-key', { ...fields, replaces: replaces.id }))
    return key
  }
  const successor = await replace(await replace(patient))
  const byLost = revoke(lost.consent, lost.statement, patient)
  await refuses(t, world, byLost, 'key-revoked', 'the lost key revokes no more')
  await accepts(t, world, revoke(lost.consent, lost.statement, successor), "the successor's successor")
})

test('GAP-12: an emergency opens named reports for 72 hours at most', async (t) => {
  const { world, hospital, other, cloud, centre, report, open } = await withPatient()
  const declare = (changes: object = {}, by: Actor = other) =>
    world.by(by, 'emergency-access', {
      emergency: newRecordId(),
      subject: newCommitment(),
      reports: [report],
      reason: 'unconscious',
      notAfter: instant(world.now + hours(72)),
      ...changes,
    })
  const long = { notAfter: instant(world.now + hours(72) + 1) }
  await refuses(t, world, declare(long), 'period-too-long', 'longer than 72 hours', 'notAfter')
  for (const by of [cloud, centre, world.central[0]])
    await refuses(t, world, declare({}, by), 'issuer-mismatch', 'by somebody with no patients', 'issuer')
  const unknown = { reports: [report, newRecordId()] }
  await refuses(t, world, declare(unknown), 'report-unknown', 'an unknown report', 'reports.1')
  const emergency = newRecordId()
  const early = open({ emergency })
  world.now += hours(1)
  await refuses(t, world, open({ emergency }), 'emergency-unknown', 'before it is declared', 'emergency')
  await accepts(t, world, declare({ emergency }), 'declared')
  await refuses(t, world, declare({ emergency, reason: 'public-health' }), 'record-exists', 'declared twice')
  await accepts(t, world, open({ emergency }), 'opened')
  await refuses(t, world, early, 'emergency-unknown', 'dated before it was declared', 'issuedAt')
  await refuses(
    t,
    world,
    open({ emergency }, {}, hospital),
    'issuer-mismatch',
    'by another hospital',
    'issuer',
  )
  const second = newRecordId()
  await world.commit(world.report(hospital, { report: second }))
  await refuses(t, world, open({ emergency }, { report: second }), 'consent-scope', 'a report not named')
  t.match(await world.query('Consent:emergency', emergency), { issuer: other.id, reports: [report] })
  world.now += hours(72)
  await refuses(t, world, open({ emergency }), 'emergency-expired', 'after its end', 'issuedAt')
})

test('GAP-12: an emergency is reviewed once, by a key that did not open it', async (t) => {
  const { world, hospital, other, report, open } = await withPatient()
  const reviewer = { id: other.id, key: generateKey('ES256') }
  await world.commit(world.by(other, 'signing-key', world.signingKey(reviewer, ['review'])))
  const declared = async () => {
    const emergency = newRecordId()
    const fields = { emergency, subject: newCommitment(), reports: [report], reason: 'life-threatening' }
    await world.commit(
      world.by(other, 'emergency-access', { ...fields, notAfter: instant(world.now + hours(24)) }),
    )
    return emergency
  }
  const emergency = await declared()
  const review = (by: Actor, changes: object = {}) =>
    world.by(by, 'emergency-review', { review: newRecordId(), emergency, outcome: 'justified', ...changes })
  await refuses(t, world, review(other), 'reviewer-is-accessor', 'by the key that opened it', 'signatures')
  await refuses(t, world, review(hospital), 'issuer-mismatch', 'by another hospital', 'issuer')
  const nothing = { emergency: newRecordId() }
  await refuses(t, world, review(reviewer, nothing), 'emergency-unknown', 'of no emergency', 'emergency')
  const id = newRecordId()
  await accepts(t, world, review(reviewer, { review: id }), 'by another key of the hospital')
  await refuses(t, world, review(reviewer), 'emergency-reviewed', 'a second time', 'emergency')
  await accepts(t, world, open({ emergency }), 'justified: open until its end')
  const next = await declared()
  const reused = { emergency: next, review: id }
  await refuses(t, world, review(reviewer, reused), 'record-exists', 'a review id used before', 'review')
  const [, , supervisor] = world.central
  const bad = { emergency: next, outcome: 'not-justified' }
  await accepts(t, world, review(supervisor, bad), 'by the supervisor: not justified')
  await refuses(t, world, open({ emergency: next }), 'emergency-reviewed', 'closed at once', 'emergency')
})
