import { generateKey, type signStatement } from '@huren/crypto-config'
import { test } from 'tap'
import { days, hours, minutes } from '../rules/time.ts'
import { accepts, isUnreadable, refuses } from '../testing/expect.ts'
import { instant, newRecordId, populated, type Signed } from '../testing/world.ts'

/** Changes the envelope after it was signed. */
const tampered = (
  { name, text }: Signed,
  change: (envelope: ReturnType<typeof signStatement>) => object,
): Signed => ({
  name,
  text: JSON.stringify(change(JSON.parse(text))),
})

test('CHAIN-2: every signature must be there, known and true', async (t) => {
  const { world, hospital, other } = await populated('SM2-SM3')
  const report = world.report(hospital)
  const stranger = generateKey('ES256')
  const broken = (sig: string) =>
    tampered(report, (e) => ({ ...e, signatures: [{ ...e.signatures[0], sig }] }))
  await refuses(
    t,
    world,
    broken(Buffer.alloc(64, 7).toString('base64')),
    'signature-invalid',
    'another signature',
  )
  await isUnreadable(t, world, broken('AAAA'), 'signature-malformed', 'a short signature')
  const bare = tampered(report, (e) => ({ ...e, signatures: [] }))
  await isUnreadable(t, world, bare, 'signature-missing', 'no signature')
  const twice = tampered(report, (e) => ({ ...e, signatures: [e.signatures[0], e.signatures[0]] }))
  await isUnreadable(t, world, twice, 'signature-duplicate', 'the same key twice')
  const changed = world.report(hospital)
  const swapped = tampered(report, (e) => ({ ...e, payload: JSON.parse(changed.text).payload }))
  await refuses(t, world, swapped, 'signature-invalid', 'another payload')
  const payload = JSON.parse(Buffer.from(JSON.parse(report.text).payload, 'base64').toString())
  await refuses(t, world, world.sign('report', payload, stranger), 'key-unknown', 'an unknown key')
  const passenger = world.sign('report', payload, hospital.key, stranger)
  await refuses(t, world, passenger, 'key-unknown', 'an unknown key beside a good one')
  const elliptic = world.sign('report', payload, generateKey('ES256'))
  const asOurs = tampered(elliptic, (e) => ({
    ...e,
    signatures: e.signatures.map((signature) => ({ ...signature, keyid: hospital.key.id })),
  }))
  await refuses(t, world, asOurs, 'signature-invalid', 'a signature of another algorithm')
  const guest = world.sign('report', payload, hospital.key, other.key)
  await refuses(t, world, guest, 'issuer-mismatch', 'a key of another institution beside a good one')
  await accepts(t, world, report, 'the untouched statement')
})

test('CHAIN-30: a key is used for what it is for, by whom it belongs to', async (t) => {
  const { world, hospital, other } = await populated()
  const patient = await world.bind(hospital)
  const narrow = { id: hospital.id, key: generateKey('ES256') }
  await world.commit(world.by(hospital, 'signing-key', world.signingKey(narrow, ['access', 'quality'])))
  await refuses(t, world, world.report(narrow), 'key-use', 'a key that is not for reports')
  await refuses(
    t,
    world,
    world.report({ ...other, key: hospital.key }),
    'issuer-mismatch',
    'in the name of another',
  )
  const nobody = { id: world.actor('GD-4401-99999').id, key: hospital.key }
  await refuses(t, world, world.report(nobody), 'institution-unknown', 'in the name of nobody', 'issuer')
  await refuses(t, world, world.report({ id: hospital.id, key: patient }), 'key-use', "with a patient's key")
  const consent = { consent: newRecordId(), statement: 'a'.repeat(64), reason: 'withdrawn' }
  const revocation = world.sign('consent-revocation', consent, hospital.key)
  await refuses(t, world, revocation, 'key-use', "an institution's key where a patient signs")
})

test('a key signs within its validity, and a statement arrives in time', async (t) => {
  const { world, hospital } = await populated()
  const late = { id: hospital.id, key: generateKey('ES256') }
  const notBefore = instant(world.now + days(1))
  const notAfter = instant(world.now + days(2))
  const fields = { ...world.signingKey(late), notBefore, notAfter }
  await world.commit(world.by(hospital, 'signing-key', fields))
  await refuses(t, world, world.report(late), 'key-not-yet-valid', 'before its time')
  world.now += days(1)
  const early = world.report(late)
  world.now += days(1)
  await refuses(t, world, world.report(late), 'key-expired', 'at the very end')
  await accepts(t, world, early, 'stated in time, arrived after the key had expired')

  const waiting = world.report(hospital)
  const waitingLonger = world.report(hospital)
  const hasty = world.report(hospital, { issuedAt: instant(world.now + minutes(5)) })
  await accepts(t, world, hasty, 'a clock five minutes ahead')
  const hastier = world.report(hospital, { issuedAt: instant(world.now + minutes(5) + 1) })
  await refuses(t, world, hastier, 'clock-skew', 'a clock further ahead', 'issuedAt')
  world.now += days(30)
  await accepts(t, world, waiting, 'thirty days old')
  world.now += 1
  await refuses(t, world, waitingLonger, 'clock-skew', 'older', 'issuedAt')
})

test('a revoked key keeps what it signed before, a compromised one nothing', async (t) => {
  const { world, hospital } = await populated()
  for (const reason of ['superseded', 'ceased', 'compromised'] as const) {
    const doctor = { id: hospital.id, key: generateKey('ES256') }
    await world.commit(world.by(hospital, 'signing-key', world.signingKey(doctor)))
    const before = world.report(doctor)
    world.now += hours(1)
    const revocation = { key: doctor.key.id, reason, revokedFrom: instant(world.now) }
    const after = world.report(doctor)
    await world.commit(world.by(hospital, 'key-revocation', revocation))
    await refuses(t, world, after, 'key-revoked', `${reason}: issued from then on`)
    if (reason === 'compromised')
      await refuses(t, world, before, 'key-revoked', 'compromised: dated before, arrives after')
    else await accepts(t, world, before, `${reason}: issued before, arrives after`)
  }
})

test('who is suspended or closed states nothing new, and cannot date back', async (t) => {
  const { world, hospital, other } = await populated()
  const before = world.report(hospital)
  world.now += hours(1)
  const suspended = { version: 2, level: 'tertiary', status: 'suspended' }
  await world.commit(world.govern('institution', world.institution(hospital, suspended)))
  await refuses(t, world, world.report(hospital), 'institution-inactive', 'suspended', 'issuer')
  await refuses(t, world, before, 'institution-inactive', 'dated before the suspension', 'issuer')
  world.now += hours(1)
  await world.commit(
    world.govern('institution', world.institution(hospital, { ...suspended, version: 3, status: 'active' })),
  )
  await accepts(t, world, world.report(hospital), 'active again')
  const closing = { ...suspended, version: 2, level: 'secondary', city: '4403', status: 'closed' }
  await world.commit(world.govern('institution', world.institution(other, closing)))
  await refuses(t, world, world.report(other), 'institution-inactive', 'closed', 'issuer')

  const future = { version: 1, level: 'primary', effectiveFrom: instant(world.now + days(1)) }
  const coming = world.actor('GD-4401-00077')
  await world.commit(world.govern('institution', world.institution(coming, future)))
  await world.commit(world.govern('signing-key', world.signingKey(coming)))
  world.now += days(1)
  const hasty = world.report(coming, {
    issuedAt: instant(world.now - 1),
    performedAt: instant(world.now - 2),
  })
  await refuses(t, world, hasty, 'not-yet-effective', 'before its admission takes effect', 'issuer')
  await accepts(t, world, world.report(coming), 'from then on')
})

test('CHAIN-2: governance needs two of the three central organisations', async (t) => {
  const { world, hospital } = await populated()
  const [one, two, three] = world.central
  const second = { id: one.id, key: generateKey('ES256') }
  await world.commit(world.by(one, 'signing-key', world.signingKey(second)))
  const observer = { id: two.id, key: generateKey('ES256') }
  await world.commit(world.by(two, 'signing-key', world.signingKey(observer, ['review'])))
  const payload = { issuer: one.id, ...world.institution(world.actor('GD-4401-00088'), { level: 'primary' }) }
  const signed = (...keys: (typeof one.key)[]) => world.sign('institution', payload, ...keys)
  await refuses(t, world, signed(one.key), 'quorum-missing', 'one alone')
  await refuses(t, world, signed(one.key, second.key), 'quorum-missing', 'two keys of one organisation')
  await refuses(
    t,
    world,
    signed(two.key, three.key),
    'issuer-mismatch',
    'the issuer has not signed',
    'issuer',
  )
  await refuses(t, world, signed(one.key, observer.key), 'key-use', 'a key that is not for administration')
  await refuses(t, world, signed(one.key, hospital.key), 'issuer-mismatch', 'a hospital instead of a second')
  await refuses(t, world, signed(one.key, two.key, hospital.key), 'issuer-mismatch', 'a hospital beside two')
  const bound = await world.bind(hospital)
  await refuses(t, world, signed(one.key, bound), 'key-use', 'a patient instead of a second')
  const own = world.sign('institution', { ...payload, issuer: hospital.id }, hospital.key)
  await refuses(t, world, own, 'issuer-mismatch', 'a hospital admits another', 'issuer')
  await accepts(t, world, signed(three.key, one.key), 'two of three, in any order')
})
