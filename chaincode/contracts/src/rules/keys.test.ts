import { generateKey, type SigningKey } from '@huren/crypto-config'
import { keyId, type PublicKeyHex } from '@huren/records'
import { test } from 'tap'
import { accepts, refuses } from '../testing/expect.ts'
import { instant, keyFields, newCommitment, populated } from '../testing/world.ts'
import { days, years } from './time.ts'

test('CHAIN-9, CHAIN-29: the first key of an institution comes from the central ones, later ones from itself', async (t) => {
  const { world, hospital, other } = await populated()
  const fresh = world.actor('GD-4401-00055')
  await world.commit(world.govern('institution', world.institution(fresh, { level: 'primary' })))
  const first = world.by(fresh, 'signing-key', world.signingKey(fresh))
  await refuses(t, world, first, 'key-unknown', 'a first key that signs itself')
  await accepts(t, world, world.govern('signing-key', world.signingKey(fresh)), 'signed by two of three')
  const second = { id: fresh.id, key: generateKey('SM2-SM3') }
  await refuses(
    t,
    world,
    world.by(hospital, 'signing-key', world.signingKey(second)),
    'issuer-mismatch',
    'by another hospital',
  )
  const doctor = world.by(fresh, 'signing-key', world.signingKey(second, ['recognition']))
  await accepts(t, world, doctor, 'signed with the first key')
  const third = { id: fresh.id, key: generateKey('ES256') }
  const byDoctor = world.by({ ...fresh, key: second.key }, 'signing-key', world.signingKey(third))
  await refuses(t, world, byDoctor, 'key-use', 'a key that is not for administration registers none')
  const nowhere = { id: world.actor('GD-4401-00056').id, key: third.key }
  const unknown = world.govern('signing-key', world.signingKey(nowhere))
  await refuses(t, world, unknown, 'institution-unknown', 'for nobody', 'institution')
  world.now += 1
  const closed = world.institution(other, { version: 2, level: 'secondary', city: '4403', status: 'closed' })
  await world.commit(world.govern('institution', closed))
  const late = world.govern('signing-key', world.signingKey({ ...other, key: third.key }))
  await refuses(t, world, late, 'institution-inactive', 'for a closed hospital', 'institution')
})

test('a registered key is a point of its curve, named by its digest, for a sane period', async (t) => {
  const { world, hospital, other } = await populated()
  const key = generateKey('SM2-SM3')
  const fields = world.signingKey({ id: hospital.id, key })
  const register = (changes: object) => world.by(hospital, 'signing-key', { ...fields, ...changes })
  const publicKey = key.publicKey.replace(/..$/, (last) => (last === '00' ? '01' : '00')) as PublicKeyHex
  await refuses(t, world, register({ publicKey }), 'key-id-mismatch', 'another point', 'key')
  await refuses(t, world, register({ algorithm: 'ES256' }), 'key-id-mismatch', 'another algorithm', 'key')
  const off = { publicKey, key: keyId({ algorithm: 'SM2-SM3', publicKey }) }
  await refuses(t, world, register(off), 'public-key-invalid', 'not on the curve', 'publicKey')
  const swapped = { algorithm: 'ES256', key: keyId({ algorithm: 'ES256', publicKey: key.publicKey }) }
  await refuses(t, world, register(swapped), 'public-key-invalid', 'a point of the other curve', 'publicKey')
  const old = { notBefore: instant(world.now - days(2)), notAfter: instant(world.now) }
  await refuses(t, world, register(old), 'validity-invalid', 'over already', 'notAfter')
  const eternal = { notAfter: instant(world.now + years(10) + 1) }
  await refuses(t, world, register(eternal), 'period-too-long', 'longer than ten years', 'notAfter')
  const signed = await world.commit(register({}))
  await refuses(t, world, register({ uses: ['report'] }), 'key-conflict', 'registered already', 'key')
  const taken = world.by(other, 'signing-key', { ...fields, institution: other.id })
  await refuses(t, world, taken, 'key-conflict', "another institution's key", 'key')
  t.match(await world.query('Registry:key', key.id), {
    owner: 'institution',
    institution: hospital.id,
    algorithm: 'SM2-SM3',
    statements: [signed],
  })
})

test('a key is revoked by its owner or by governance; a revocation only tightens', async (t) => {
  const { world, hospital, other } = await populated()
  const doctor = { id: hospital.id, key: generateKey('ES256') }
  await world.commit(world.by(hospital, 'signing-key', world.signingKey(doctor, ['report'])))
  const revoke = (reason: string, from: number, by = hospital) =>
    world.by(by, 'key-revocation', { key: doctor.key.id, reason, revokedFrom: instant(from) })
  await refuses(t, world, revoke('ceased', world.now, other), 'issuer-mismatch', 'by another', 'issuer')
  await refuses(t, world, revoke('ceased', world.now, doctor), 'key-use', 'by a key not for administration')
  const unknown = world.by(hospital, 'key-revocation', {
    key: 'a'.repeat(64),
    reason: 'ceased',
    revokedFrom: instant(world.now),
  })
  await refuses(t, world, unknown, 'key-unknown', 'an unknown key', 'key')
  await accepts(t, world, revoke('superseded', world.now + days(2)), 'from the day after tomorrow')
  await accepts(t, world, revoke('ceased', world.now + days(1)), 'from tomorrow instead')
  await refuses(t, world, revoke('ceased', world.now + days(3)), 'key-revoked', 'later again', 'key')
  const compromised = { key: doctor.key.id, reason: 'compromised', revokedFrom: instant(world.now) }
  await accepts(t, world, world.govern('key-revocation', compromised), 'compromised, says governance')
  await refuses(t, world, revoke('ceased', world.now - days(1)), 'key-revoked', 'nothing is tighter', 'key')
})

test("GAP-12: a patient's key is bound, and replaced, by the institution that has seen the person", async (t) => {
  const { world, hospital, other, cloud, centre } = await populated()
  const lost = await world.bind(hospital)
  const bind = (by: typeof hospital, changes: object, key: SigningKey = generateKey('ES256')) =>
    world.by(by, 'patient-key', {
      ...keyFields(key, world.now),
      subject: newCommitment(),
      assurance: 'online',
      ...changes,
    })
  for (const by of [cloud, centre])
    await refuses(t, world, bind(by, {}), 'issuer-mismatch', 'by somebody who sees no patients', 'issuer')
  await refuses(t, world, bind(other, { replaces: lost.id }), 'issuer-mismatch', 'by another', 'replaces')
  await refuses(
    t,
    world,
    bind(hospital, { replaces: hospital.key.id }),
    'key-unknown',
    'no patient',
    'replaces',
  )
  await refuses(t, world, bind(hospital, { replaces: 'a'.repeat(64) }), 'key-unknown', 'unknown', 'replaces')
  await refuses(t, world, bind(hospital, {}, hospital.key), 'key-conflict', 'a key of the hospital', 'key')
  const replacement = generateKey('ES256')
  await accepts(t, world, bind(hospital, { replaces: lost.id }, replacement), 'a lost key is replaced')
  await refuses(t, world, bind(hospital, { replaces: lost.id }), 'key-conflict', 'twice', 'replaces')
  t.match(await world.query('Registry:key', lost.id), {
    replacedBy: replacement.id,
    revocation: { reason: 'superseded', revokedFrom: instant(world.now) },
  })
  const ended = { key: replacement.id, reason: 'ceased', revokedFrom: instant(world.now) }
  await refuses(t, world, world.by(other, 'key-revocation', ended), 'issuer-mismatch', 'by another', 'issuer')
  await accepts(t, world, world.by(hospital, 'key-revocation', ended), 'revoked by who bound it')
})
