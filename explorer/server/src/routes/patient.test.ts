import { generateKey } from '@huren/crypto-config'
import { signDocument } from '@huren/letters'
import { test } from 'tap'
import { binding, codeOf, hospital, hours, publicPart, start } from '../testing/patient.ts'

test('a session shows a key by signing a challenge for this server, once', async (t) => {
  const { commit, signedIn } = await start(t)
  const patient = generateKey('ES256')
  const one = await signedIn('one')
  t.same(await codeOf(await one.get('key')), [403, 'key-not-shown'])
  t.match(await (await one.present(patient)).json(), { state: 'unbound' })
  await commit(['patient-key', binding(patient), hospital.key])
  t.match(await (await one.get('key')).json(), { state: 'bound', binding: { issuer: hospital.id } })
  for (const change of [{ audience: 'https://evil.example' }, { challenge: 'x'.repeat(22) }])
    t.same(await codeOf(await one.present(patient, change)), [403, 'challenge-stale'])
  const { audience, challenge } = (await (await one.get('site')).json()) as Record<string, string>
  const said = { issuedAt: hours(0), ...publicPart(patient), audience: audience!, challenge: challenge! }
  const answer = await signDocument('presence', said, patient)
  t.equal((await one.post('presence', answer)).status, 200)
  t.same(
    await codeOf(await one.post('presence', answer)),
    [403, 'challenge-stale'],
    'a challenge is used once',
  )
  const thief = await signDocument('presence', said, {
    ...publicPart(patient),
    id: patient.id,
    sign: () => new Uint8Array(64),
  })
  t.same(await codeOf(await one.post('presence', thief)), [400, 'signature-invalid'])
})

test('PROV-4: the patient’s door is for patients, and theirs is no other', async (t) => {
  const { signedIn, url } = await start(t)
  const regulator = await signedIn('regulator')
  t.equal((await regulator.get('site')).status, 403)
  const one = await signedIn('one')
  t.equal((await one.send('/api/statements')).status, 403)
  t.equal((await fetch(`${url}/patient/api/site`)).status, 401)
  const foreign = await one.send('/patient/api/timelines', {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' },
    body: '{}',
  })
  t.same(await codeOf(foreign), [403, 'other-site'])
  t.equal((await one.follow('/sign-in', {})).response.status, 200)
})
