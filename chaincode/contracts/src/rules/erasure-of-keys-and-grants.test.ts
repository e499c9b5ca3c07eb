import { generateKey, type SigningKey } from '@huren/crypto-config'
import type { StatementId } from '@huren/records'
import { test } from 'tap'
import { accepts, outcomes, refuses } from '../testing/expect.ts'
import { type Actor, instant, keyFields, newCommitment, newRecordId, populated } from '../testing/world.ts'
import { days } from './time.ts'

test('GAP-12, GAP-5: whose key it is, is erased by the institution that keeps it', async (t) => {
  const { world, hospital, other } = await populated()
  const erase = (target: string, key: SigningKey, by: Actor = hospital, changes: object = {}) =>
    world.by(by, 'erasure', {
      target,
      key: key.id,
      erased: 'salt-and-record',
      reason: 'subject-request',
      erasedAt: instant(world.now),
      ...changes,
    })
  const key = generateKey('ES256')
  const fields = { ...keyFields(key, world.now), subject: newCommitment(), assurance: 'in-person' }
  const binding = await world.commit(world.by(hospital, 'patient-key', fields))
  await refuses(t, world, erase(binding, key, other), 'issuer-mismatch', 'by another hospital', 'issuer')
  await refuses(t, world, erase(binding, generateKey('ES256')), 'target-unknown', 'of an unknown key')
  await refuses(t, world, erase('a'.repeat(64), key), 'target-unknown', 'another statement', 'target')
  const asRecord = { key: undefined, record: newRecordId() }
  await refuses(t, world, erase(binding, key, hospital, asRecord), 'target-unknown', 'of no record')
  await accepts(t, world, erase(binding, key), 'by the hospital that bound it')
  world.now += 1
  await refuses(t, world, erase(binding, key), 'already-erased', 'twice', 'target')
  t.match(await world.query('Registry:erasure', binding), { issuer: hospital.id, key: key.id })

  const doctor = generateKey('SM2-SM3')
  const registered = { ...world.signingKey({ id: hospital.id, key: doctor }, ['report']) }
  const statement = await world.commit(
    world.by(hospital, 'signing-key', { ...registered, holder: newCommitment() }),
  )
  await accepts(t, world, erase(statement, doctor), 'whose key a doctor’s is')
  const ended = { key: doctor.id, reason: 'ceased', revokedFrom: instant(world.now) }
  const revocation = await world.commit(world.by(hospital, 'key-revocation', ended))
  await refuses(t, world, erase(revocation, doctor), 'target-unknown', 'a revocation commits to nobody')
})

test('GAP-12, GAP-5: a grant is erased by its grantor, also with the key that replaced a lost one', async (t) => {
  const { world, hospital, other } = await populated()
  const patient = await world.bind(hospital)
  const relative = await world.bind(hospital)
  const stranger = await world.bind(hospital)
  const granted = async () => {
    const consent = newRecordId()
    const fields = { consent, grantor: patient.id, subject: newCommitment(), grantee: other.id }
    const period = { notBefore: instant(world.now), notAfter: instant(world.now + days(30)) }
    const scope = { purpose: 'treatment', scope: 'all', relative: relative.id }
    const statement = await world.commit(world.sign('consent', { ...fields, ...scope, ...period }, patient))
    return { consent, statement }
  }
  const erase = (grant: { consent: string; statement: string }, ...by: SigningKey[]) =>
    world.sign('consent-erasure', { ...grant, erased: 'salt', erasedAt: instant(world.now) }, ...by)
  const grant = await granted()
  await refuses(t, world, erase(grant, stranger), 'not-grantor', 'a stranger', 'signatures')
  await refuses(t, world, erase(grant, relative), 'not-grantor', 'a relative revokes, and erases not')
  await refuses(t, world, erase(grant, patient, relative), 'not-grantor', 'nor beside the grantor')
  await refuses(t, world, erase(grant, hospital.key), 'key-use', 'the hospital that bound the key')
  await refuses(t, world, erase(grant, other.key), 'key-use', 'the grantee')
  await refuses(t, world, erase({ ...grant, consent: newRecordId() }, patient), 'consent-unknown', 'no grant')
  const another = { ...grant, statement: 'b'.repeat(64) as StatementId }
  await refuses(t, world, erase(another, patient), 'statement-unknown', 'another statement', 'statement')
  const erasure = erase(grant, patient)
  await accepts(t, world, erasure, 'the grantor')
  t.same(outcomes(await world.submit(erasure)), ['duplicate'])
  world.now += 1
  await refuses(t, world, erase(grant, patient), 'already-erased', 'twice', 'statement')
  t.match(await world.query('Registry:erasure', grant.statement), { record: grant.consent, erased: 'salt' })

  const later = await granted()
  const successor = await world.bind(hospital, { replaces: patient.id })
  await refuses(t, world, erase(later, patient), 'key-revoked', 'the lost key erases no more')
  await accepts(t, world, erase(later, successor), 'the key that replaced it')
  const revoked = { consent: later.consent, statement: later.statement, reason: 'withdrawn' }
  await accepts(t, world, world.sign('consent-revocation', revoked, successor), 'and it can still be revoked')
})
