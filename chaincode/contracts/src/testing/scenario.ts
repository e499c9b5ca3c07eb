import { generateKey } from '@huren/crypto-config'
import { hours } from '../rules/time.ts'
import type { Call } from './ledger.ts'
import { consistencyProof, headOf } from './merkle.ts'
import {
  instant,
  item,
  keyFields,
  newCommitment,
  newDigest,
  newRecordId,
  populated,
  reason,
} from './world.ts'

/**
 * A scenario in which every record type is committed at least once, as the calls that changed the state, in their order.
 * Keys, salts and ids are new each time; the calls are what they are.
 */
export const everyStatement = async (): Promise<readonly Call[]> => {
  const { world, hospital, other, cloud, centre } = await populated('SM2-SM3')
  const patient = await world.bind(hospital)
  const [one, , three] = world.central

  const reports = Array.from({ length: 30 }, () => newRecordId())
  const answers = await world.submit(
    ...reports.map((report) => world.report(hospital, { report })),
    // refused and repeated ones belong to a batch too: they change its answer, not its writes
    world.report({ ...other, key: hospital.key }),
  )
  const [statement, withdrawn] = answers.map(({ id }) => id)
  const [report, gone] = reports
  const next = { version: 2, status: 'withdrawn', content: undefined, format: undefined }
  const withdrawal = await world.commit(
    world.report(hospital, { ...next, report: gone, supersedes: withdrawn }),
  )
  const mark = { report, statement, mark: 'passed', scheme: 'national-eqa' }
  await world.commit(world.by(centre, 'quality-mark', mark))

  const decide = (changes: object) =>
    world.decision(other, { report, statement, moment: 'visit', ...changes })
  await world.submit(
    decide({ outcome: 'recognised' }),
    decide({ outcome: 'not-recognised', reason, dictionary: 1 }),
    decide({ outcome: 'blocked', block: 'withdrawn', report: gone, statement: withdrawal }),
    decide({ outcome: 'blocked', block: 'expired' }),
  )

  const consent = newRecordId()
  const period = { notBefore: instant(world.now), notAfter: instant(world.now + hours(9)) }
  const grant = { consent, grantor: patient.id, subject: newCommitment(), grantee: other.id }
  const granted = await world.commit(
    world.sign(
      'consent',
      { ...grant, purpose: 'recognition', scope: 'items', items: [item], ...period },
      patient,
    ),
  )
  const open = { report, purpose: 'recognition', subject: newCommitment() }
  await world.commit(world.by(other, 'access', { access: newRecordId(), consent, ...open }))
  await world.commit(
    world.sign('consent-revocation', { consent, statement: granted, reason: 'wrong-grantee' }, patient),
  )
  const erased = { erased: 'salt', erasedAt: instant(world.now) }
  await world.commit(world.sign('consent-erasure', { consent, statement: granted, ...erased }, patient))
  const emergency = newRecordId()
  const declared = { emergency, subject: newCommitment(), reports: [report], reason: 'public-health' }
  await world.commit(world.by(other, 'emergency-access', { ...declared, notAfter: period.notAfter }))
  const review = { review: newRecordId(), emergency, outcome: 'justified' }
  await world.commit(world.by(three, 'emergency-review', review))

  const entries = Array.from({ length: 12 }, (_, i) => Buffer.from(`entry ${i}`))
  const log = newRecordId()
  const checkpoint = (to: number, from: number) => {
    const consistency = from === 0 ? [] : consistencyProof(from, entries.slice(0, to))
    const head = headOf(entries.slice(0, to))
    return world.by(cloud, 'access-log-checkpoint', { log, ...head, previousSize: from, consistency })
  }
  await world.submit(checkpoint(7, 0), checkpoint(12, 7))

  const referral = { referral: newRecordId(), from: hospital.id, to: other.id, urgency: 'routine' }
  const step = (fields: object) => ({ ...referral, subject: newCommitment(), ...fields })
  const previous = await world.commit(world.by(hospital, 'referral', step({ step: 'propose' })))
  await world.commit(world.by(other, 'referral', step({ step: 'accept', previous })))

  const erasure = { target: statement, record: report, erased: 'record', reason: 'retention-ended' }
  await world.commit(world.by(hospital, 'erasure', { ...erasure, erasedAt: instant(world.now) }))
  const key = generateKey('ES256')
  const replaced = { ...keyFields(key, world.now), subject: newCommitment(), assurance: 'online' }
  await world.commit(world.by(hospital, 'patient-key', { ...replaced, replaces: patient.id }))
  const ended = { key: key.id, reason: 'ceased', revokedFrom: instant(world.now) }
  await world.commit(world.govern('key-revocation', ended))
  world.now += hours(1)
  const document = newDigest()
  const changed = { version: 2, kind: 'central', city: '0000', document }
  await world.commit(world.govern('institution', world.institution(one, changed)))
  return world.ledger.calls
}
