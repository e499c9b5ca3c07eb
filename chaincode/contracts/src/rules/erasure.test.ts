import { test } from 'tap'
import { accepts, outcomes, refuses } from '../testing/expect.ts'
import { type Actor, instant, newCommitment, newRecordId, populated } from '../testing/world.ts'
import { hours } from './time.ts'

test('only the author states the erasure of its statement, once', async (t) => {
  const { world, hospital, other, clinic } = await populated()
  const erase = (target: string, record: string, by: Actor = hospital, erased = 'salt') =>
    world.by(by, 'erasure', {
      target,
      record,
      erased,
      reason: 'subject-request',
      erasedAt: instant(world.now),
    })
  const report = newRecordId()
  const first = await world.commit(world.report(hospital, { report }))
  const second = await world.commit(
    world.report(hospital, { report, version: 2, status: 'amended', supersedes: first }),
  )
  await refuses(t, world, erase('a'.repeat(64), report), 'target-unknown', 'an unknown statement', 'target')
  await refuses(t, world, erase(first, newRecordId()), 'target-unknown', 'of another record', 'target')
  await refuses(t, world, erase(first, report, other), 'issuer-mismatch', 'by another hospital', 'issuer')
  const erasure = erase(first, report)
  await accepts(t, world, erasure, 'by the author')
  await refuses(t, world, erase(first, report, hospital, 'record'), 'already-erased', 'twice', 'target')
  await accepts(t, world, erase(second, report), 'another version of the same report')
  t.same(outcomes(await world.submit(erasure)), ['duplicate'])
  t.match(await world.query('Registry:erasure', first), {
    issuer: hospital.id,
    erased: 'salt',
    record: report,
  })
  t.equal(await world.query('Registry:erasure', 'a'.repeat(64)), null)

  const decision = newRecordId()
  const decided = await world.commit(world.decision(other, { decision, report, statement: second }))
  await accepts(t, world, erase(decided, decision, other), 'a decision')
  const emergency = newRecordId()
  const declared = await world.commit(
    world.by(other, 'emergency-access', {
      emergency,
      subject: newCommitment(),
      reports: [report],
      reason: 'unconscious',
      notAfter: instant(world.now + hours(1)),
    }),
  )
  await accepts(t, world, erase(declared, emergency, other), 'an emergency access')
  const access = newRecordId()
  const fields = { access, report, emergency, purpose: 'treatment', subject: newCommitment() }
  const opened = await world.commit(world.by(other, 'access', fields))
  await accepts(t, world, erase(opened, access, other), 'an access')

  const referral = newRecordId()
  const step = { referral, from: hospital.id, to: clinic.id, subject: newCommitment(), urgency: 'urgent' }
  const proposal = await world.commit(world.by(hospital, 'referral', { ...step, step: 'propose' }))
  const acceptance = await world.commit(
    world.by(clinic, 'referral', { ...step, step: 'accept', previous: proposal }),
  )
  await refuses(t, world, erase(acceptance, referral), 'issuer-mismatch', "the other side's step", 'issuer')
  await accepts(t, world, erase(acceptance, referral, clinic), 'a step by who took it')
  await accepts(t, world, erase(proposal, referral), 'and the first one')
})
