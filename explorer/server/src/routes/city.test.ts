import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlockTransaction } from '@huren/explorer-index'
import { type Test, test } from 'tap'
import { type CitySite, sitesFrom } from '../city/sites.ts'
import { answering, certificateWith, configured, decided, feedWith, requestWith } from '../testing/city.ts'
import { startWith } from '../testing/start.ts'

const guangzhou = { city: '4401', name: { zh: '广州', en: 'Guangzhou' }, mspId: 'GuangzhouMSP' }
const shenzhen = { city: '4403', name: { zh: '深圳', en: 'Shenzhen' }, mspId: 'ShenzhenMSP' }

const people = [
  { account: 'guangzhou', name: '广州', role: 'city', city: '4401' },
  { account: 'shenzhen', name: '深圳', role: 'city', city: '4403' },
  { account: 'nowhere', name: '无地市', role: 'city' },
  { account: 'hospital', name: '医院', role: 'hospital', institution: 'GD-4401-00001' },
  { account: 'patient', name: '患者', role: 'patient' },
  { account: 'auditor', name: '审计员', role: 'auditor' },
]

const start = async (
  t: Test,
  sites: (dir: string) => Promise<readonly CitySite[]>,
  transactions: readonly BlockTransaction[] = [],
) => {
  const {
    url,
    add,
    signedIn: browserOf,
  } = await startWith(t, people, async (dir) => ({
    cities: await sites(dir),
  }))
  await add(transactions)
  const signedIn = async (account: string) => {
    const one = await browserOf(account)
    const json = async (path: string) => Object(await (await one.send(path)).json())
    return { ...one, json }
  }
  return { url, signedIn }
}

const pages = ['city/operation', 'city/alarms', 'city/requests', 'channel', 'certificates'].map(
  (name) => `/api/${name}`,
)

test('CITY-33: a city sees its own site, supervisors all; nobody else is let in, and each reading is kept', async (t) => {
  const { url, signedIn } = await start(t, async () => [guangzhou, shenzhen])
  const sitesOf = async (account: string) => {
    const { sites } = await (await signedIn(account)).json('/api/city/operation')
    return sites.map(({ city }: { city: string }) => city)
  }
  t.same(await sitesOf('guangzhou'), ['4401'])
  t.same(await sitesOf('shenzhen'), ['4403'])
  t.same(await sitesOf('nowhere'), [])
  t.same(await sitesOf('auditor'), ['4401', '4403'])
  const [hospital, patient] = await Promise.all(['hospital', 'patient'].map(signedIn))
  for (const path of pages) {
    t.equal((await fetch(url + path)).status, 401, path)
    t.equal((await hospital!.send(path)).status, 403, `hospital ${path}`)
    t.equal((await patient!.send(path)).status, 403, `patient ${path}`)
  }
  const city = await signedIn('guangzhou')
  for (const path of [
    '/api/reports',
    '/api/transactions',
    '/api/keys',
    '/api/hospital/keys',
    '/api/readings',
  ])
    t.equal((await city.send(path)).status, 403, `a city and ${path}`)
  const { rows } = await (await signedIn('auditor')).json('/api/readings')
  const looked = ({ account, path }: Record<string, string>) =>
    account === 'shenzhen' && path === '/api/city/operation'
  t.ok(rows.some(looked), 'who looked is written down')
})

test('what is not known is said to be so, with the reason; never a number', async (t) => {
  const gateway = await answering(t, {
    '/readyz': { body: '{"hello":"world"}' },
    '/v1/about': { body: '{}' },
    '/metrics': { status: 401, body: '' },
  })
  const { signedIn } = await start(t, async (dir) => {
    await writeFile(join(dir, 'bad.json'), '{"version":2}')
    return [
      { ...guangzhou, feed: join(dir, 'bad.json'), gateway, addresses: ['127.0.0.1:1'] },
      { ...shenzhen, feed: 'http://127.0.0.1:1/feed.json', gateway: 'http://127.0.0.1:1' },
    ]
  })
  const { sites } = await (await signedIn('auditor')).json('/api/city/operation')
  t.match(sites, [
    {
      feed: { known: false, en: 'the feed is not one: version' },
      gateway: { known: false, en: /cannot be read/ },
      load: { known: false, en: /asks for a token/ },
      served: [{ certificate: { known: false, en: /does not answer/ } }],
    },
    {
      feed: { known: false, en: 'the feed does not answer' },
      gateway: { known: false },
      load: { known: false },
    },
  ])
  const bare = await start(t, async () => [guangzhou])
  const one = await bare.signedIn('guangzhou')
  t.match((await one.json('/api/city/operation')).sites, [
    { feed: { known: false, en: /no feed is configured/ }, gateway: { known: false, en: /no gateway/ } },
  ])
  t.match((await one.json('/api/city/requests')).sites, [{ requests: { known: false, en: /no feed/ } }])
  t.match(await one.json('/api/channel'), { configuration: null, contracts: null, pending: [] })
})

test('CITY-33: queue, dead letters, heights and lag from the gateway; nodes and backups from the feed', async (t) => {
  const gateway = await answering(t, {
    '/readyz': {
      status: 503,
      body: '{"ready":false,"ledger":{"reachable":true,"height":40},"queue":{"writable":true},"index":{"lag":30}}',
    },
    '/v1/about': { body: '{"version":"0.1.0","chaincode":"huren"}' },
    '/metrics': {
      body: '# HELP x\nhuren_queue_statements 17\nhuren_queue_bytes 9000\nhuren_dead_letters 2\nhuren_statements_accepted_total 99\nhuren_event_streams 1\n',
    },
  })
  const { signedIn } = await start(t, async (dir) => {
    await writeFile(join(dir, 'feed.json'), JSON.stringify(feedWith()))
    return [{ ...guangzhou, feed: join(dir, 'feed.json'), gateway }]
  })
  const one = await signedIn('guangzhou')
  t.match(await one.json('/api/city/operation'), {
    index: { height: 1, receiving: true },
    sites: [
      {
        feed: {
          known: true,
          value: { nodes: [{ height: 12, lag: 0, certificateDays: 300 }], backups: [{}] },
        },
        gateway: { known: true, value: { ready: false, ledgerHeight: 40, indexLag: 30 } },
        load: { known: true, value: { queued: 17, deadLetters: 2, accepted: 99 } },
      },
    ],
  })
  t.match((await one.json('/api/city/alarms')).rows, [
    { severity: 'problem', source: 'gateway', en: /30 blocks behind/ },
    { severity: 'warning', en: /^2 dead letters/ },
  ])
})

test('CITY-33 CHAIN-36: who has signed and who has not; what the blocks have is in force; approvals under way', async (t) => {
  const valid = (mspId: string) => ({ mspId, valid: true })
  const upgrade = requestWith({ kind: 'contracts', digest: '12'.repeat(32), subject: '1212', sequence: 2 })
  const waiting = [
    requestWith({ signed: [valid('ConsensusOneMSP'), { mspId: 'SupervisorMSP', valid: false }] }),
    requestWith({ digest: 'aa'.repeat(32), signed: [valid('ConsensusOneMSP'), valid('SupervisorMSP')] }),
    requestWith({ digest: 'bb'.repeat(32) }),
    upgrade,
  ]
  const approve = { step: 'approve', name: 'huren', version: '12'.repeat(8), sequence: 2 } as const
  const transactions = [
    configured('bb'.repeat(32)),
    decided({ lifecycle: { ...approve, step: 'commit', version: 'old', sequence: 1 } }, 1),
    decided({ lifecycle: approve }, 2),
  ]
  const sites = async (dir: string) => {
    await writeFile(
      join(dir, 'feed.json'),
      JSON.stringify(feedWith({ requests: { waiting, unreadable: [] } })),
    )
    return [{ ...guangzhou, feed: join(dir, 'feed.json') }]
  }
  const { signedIn } = await start(t, sites, transactions)
  const one = await signedIn('guangzhou')
  const { sites: found, pending } = await one.json('/api/city/requests')
  const [{ requests }] = found
  const states = requests.value.waiting.map(({ state, given, needed }: Record<string, unknown>) => [
    state,
    given,
    needed,
  ])
  t.same(states, [
    ['waiting', 1, 2],
    ['enough', 2, 2],
    ['in-force', 0, 2],
    ['waiting', 1, 2],
  ])
  const [first] = requests.value.waiting
  t.match(first.parties, [
    { mspId: 'ConsensusOneMSP', signed: 'yes' },
    { mspId: 'ConsensusTwoMSP', signed: 'no', line: /^huren network sign admit.json/ },
    { mspId: 'SupervisorMSP', signed: 'unverified' },
  ])
  t.match(pending, [{ version: '12'.repeat(8), sequence: 2, approvals: [{ mspId: 'ConsensusOneMSP' }] }])
  t.match(await one.json('/api/channel'), {
    contracts: { version: 'old', sequence: 1 },
    configuration: { ordering: 'BFT' },
  })
})

test('CHAIN-34 CHAIN-35: a city sees the nodes’ certificates of all, clients’ of its own organisation', async (t) => {
  const certificates = [
    certificateWith({}),
    certificateWith({ fingerprint: '01'.repeat(32), notAfter: '2027-01-01T00:00:00.000Z' }),
    certificateWith({ fingerprint: '02'.repeat(32), use: 'client', name: 'gateway', mspId: 'GuangzhouMSP' }),
    certificateWith({ fingerprint: '03'.repeat(32), use: 'client', name: 'gateway', mspId: 'ShenzhenMSP' }),
  ]
  const { signedIn } = await start(t, async () => [guangzhou, shenzhen], [decided({ certificates })])
  const shown = async (account: string) => {
    const { rows } = await (await signedIn(account)).json('/api/certificates')
    return rows.map(({ fingerprint, replaced }: Record<string, string | boolean>) => [
      String(fingerprint).slice(0, 2),
      replaced,
    ])
  }
  t.same((await shown('guangzhou')).sort(), [
    ['01', true],
    ['02', false],
    ['ef', false],
  ])
  t.equal((await shown('auditor')).length, 4)
  t.equal((await shown('nowhere')).length, 2)
})

test('a list of sites that is not one stops the start, and says why', async (t) => {
  t.same(sitesFrom(JSON.stringify([guangzhou])), [guangzhou])
  for (const wrong of [
    [{ ...guangzhou, city: '<script>' }],
    [guangzhou, guangzhou],
    [{ ...guangzhou, gateway: 'file:///etc/passwd' }],
    {},
  ])
    t.throws(() => sitesFrom(JSON.stringify(wrong)), /HUREN_CITIES/)
})
