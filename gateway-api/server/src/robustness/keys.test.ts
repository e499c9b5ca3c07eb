import { generateKey, type SigningKey, signStatement } from '@huren/crypto-config'
import { type Envelope, keyUses, type Payload } from '@huren/records'
import t, { test } from 'tap'
import { instant, keyPayload, World } from '../testing/world.ts'

t.setTimeout(120_000)
const world = await World.founded()
const hospital = await world.register('GD-4401-00001')

const code = async (statement: Envelope) => {
  const { status, body } = await hospital.post('/v1/statements', statement)
  return status === 200 ? body.results[0].outcome : body.code
}
const register = async (key: SigningKey, changes: object = {}) => {
  const payload = { institution: hospital.id, uses: [...keyUses], ...keyPayload(key), ...changes }
  await world.submit(hospital, hospital.sign('signing-key', payload))
  return world.actor(hospital.id, key.algorithm, key)
}
const held = async () => {
  const [{ body }, letters] = await Promise.all([
    world.central[0].get('/v1/statements?type=report&limit=200'),
    world.central[0].get('/v1/dead-letters'),
  ])
  return [body.items.length, letters.body.items.length]
}

test('CHAIN-2: keys that are unknown, expired, revoked or of another algorithm: a code each, and nothing is written', async (t) => {
  const soon = Date.now() + 3000
  const expiring = await register(generateKey('SM2-SM3'), { notAfter: instant(soon) })
  const revoked = await register(generateKey('ES256'))
  const revocation = { key: revoked.key.id, reason: 'superseded', revokedFrom: instant(Date.now() - 1000) }
  await world.submit(hospital, hospital.sign('key-revocation', revocation))
  const future = await register(generateKey('ES256'), { notBefore: instant(Date.now() + 3600_000) })
  const before = await held()

  t.equal(await code(world.report(revoked)), 'key-revoked')
  t.equal(await code(world.report(future)), 'key-not-yet-valid')
  t.equal(await code(world.report(world.actor(hospital.id))), 'key-unknown')
  const report = world.report(hospital)
  const keyid = hospital.key.id
  const sm2 = world.report(world.actor(hospital.id, 'SM2-SM3'))
  const foreign = [{ keyid, sig: sm2.signatures[0]?.sig ?? '' }]
  t.equal(await code({ ...report, signatures: foreign }), 'signature-invalid', 'SM2 under an ES256 key')
  const short = [{ keyid, sig: Buffer.alloc(70).toString('base64') }]
  t.equal(await code({ ...report, signatures: short }), 'signature-malformed', 'DER, not r and s')
  const twice = [...report.signatures, ...report.signatures]
  t.equal(await code({ ...report, signatures: twice }), 'signature-duplicate')
  const wrongUse = await register(generateKey('ES256'), { uses: ['referral'] })
  t.equal(await code(world.report(wrongUse)), 'key-use')
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, soon + 100 - Date.now())))
  t.equal(await code(world.report(expiring)), 'key-expired')
  t.same(await held(), before, 'no report and no dead letter came of it')
})

test('clocks: five minutes ahead, thirty days behind', async (t) => {
  const at = (offset: number) => {
    const fields = JSON.parse(Buffer.from(world.report(hospital).payload, 'base64').toString())
    const issuedAt = instant(Date.now() + offset)
    const performedAt = instant(Date.now() + Math.min(0, offset) - 1000)
    return signStatement('report', { ...fields, issuedAt, performedAt } as Payload, [hospital.key])
  }
  const minute = 60_000
  t.equal(await code(at(6 * minute)), 'clock-skew')
  t.equal(await code(at(4 * minute)), 'committed')
  t.equal(await code(at(-31 * 24 * 60 * minute)), 'clock-skew')
  t.equal(await code(at(-29 * 24 * 60 * minute)), 'key-not-yet-valid', 'not too old, but older than its key')
})

test('EXCH-9: a statement that is replayed is the same statement', async (t) => {
  const report = world.report(hospital)
  t.equal(await code(report), 'committed')
  const before = await held()
  t.equal(await code(report), 'duplicate')
  const { body } = await hospital.post('/v1/statements', {
    statements: Array.from({ length: 5 }, () => report),
  })
  t.same(
    body.results.map(({ outcome }: { outcome: string }) => outcome),
    Array.from({ length: 5 }, () => 'duplicate'),
  )
  t.same(await held(), before)
})

test('one bad statement spoils nothing, and leaves nothing of itself', async (t) => {
  const [a, b] = [world.report(hospital), world.report(hospital)]
  const bad = { ...world.report(hospital), signatures: a.signatures }
  const before = await held()
  const { body } = await hospital.post('/v1/statements', { statements: [a, bad, { payloadType: 1 }, b] })
  t.match(body.results, [
    { outcome: 'committed' },
    { outcome: 'refused', code: 'signature-invalid' },
    { outcome: 'refused', code: 'envelope-malformed', id: null },
    { outcome: 'committed' },
  ])
  t.same(await held(), [before[0]! + 2, before[1]])
})

test('close', async () => world.close())
