import { generateKey } from '@huren/crypto-config'
import { dayOf } from '@huren/explorer-index'
import { test } from 'tap'
import {
  decision,
  holder,
  hours,
  other,
  own,
  registration,
  signedBy,
  start,
  stating,
} from '../testing/hospital.ts'

test('CHAIN-42: the hospital’s door is for accounts of one hospital, and nobody else, supervisors too', async (t) => {
  const { signedIn, url } = await start(t)
  for (const account of ['nowhere', 'odd', 'city', 'regulator', 'patient']) {
    const one = await signedIn(account)
    for (const path of ['site', 'keys', 'submissions', 'summary', `desks/${own.key.id}`, 'gateway/queue']) {
      const { status, body } = await one.get(path)
      t.equal(status, 403, `${account} ${path}`)
      t.notMatch(JSON.stringify(body), /<script|GD-4401/)
    }
  }
  t.equal((await fetch(`${url}/api/hospital/site`)).status, 401)
  const { body } = await (await signedIn('hospital')).get('site')
  t.match(body, { id: own.id, registered: { level: 'tertiary', status: 'active', city: '4401' } })
  t.ok(Math.abs(Date.parse(body.now) - Date.now()) < 5000, 'days left are counted by the server’s clock')
})

test('CHAIN-35: keys with their end, holder and use, revoked ones said; a desk’s key is judged by the ledger', async (t) => {
  const { commit, signedIn } = await start(t)
  await commit([stating(decision, own.id, own.doctor), stating(decision, own.id, own.doctor)])
  const leaving = generateKey('ES256')
  await commit([registration(own.id, leaving, { uses: ['reading'], notAfter: hours(2) })])
  const hospital = await signedIn('hospital')
  const { body } = await hospital.get('keys')
  t.same(
    body.keys.map(({ key }: { key: string }) => key).toSorted(),
    [own.key.id, own.doctor.id, leaving.id].toSorted(),
    'and no other institution’s',
  )
  t.equal(body.keys[0].key, leaving.id, 'what ends first stands in front')
  t.match(
    body.keys.find(({ key }: { key: string }) => key === own.doctor.id),
    { holder, signed: 2, uses: ['recognition'], algorithm: 'ES256' },
  )
  const desk = async (key: string) => (await hospital.get(`desks/${key}`)).body.state
  t.equal(await desk(leaving.id), 'active')
  t.equal(await desk(other.key.id), 'foreign')
  t.equal(await desk('ab'.repeat(32)), 'unregistered')
  t.equal((await hospital.get('desks/%3Cscript%3E')).status, 400)
  await commit([
    [
      'key-revocation',
      {
        ...{ issuer: own.id, issuedAt: hours(0), key: leaving.id },
        ...{ reason: 'superseded', revokedFrom: hours(-1) },
      },
      own.key,
    ],
  ])
  t.equal(await desk(leaving.id), 'revoked')
  const after = (await hospital.get('keys')).body.keys
  t.match(
    after.find(({ key }: { key: string }) => key === leaving.id),
    { revokedFrom: String },
  )
})

test('SEC-9: every reading of records through this door is written down', async (t) => {
  const { signedIn } = await start(t, { gateway: 'http://127.0.0.1:9' })
  const hospital = await signedIn('hospital')
  const today = dayOf(new Date().toISOString())
  const paths = [
    'submissions?type=report',
    'summary',
    `reconciliation?from=${today}&to=${today}`,
    'gateway/dead-letters',
  ]
  for (const path of paths) await hospital.get(path, { headers: signedBy(own.key) })
  const auditor = await signedIn('auditor')
  const { rows } = Object(await (await auditor.send('/api/readings')).json())
  t.same(
    rows.map(({ account, path }: { account: string; path: string }) => `${account} ${path}`),
    ['auditor /api/readings', ...paths.toReversed().map((path) => `hospital /api/hospital/${path}`)],
  )
})
