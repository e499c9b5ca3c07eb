import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import { parse } from 'yaml'
import { defaultConsortium } from '../description/default.ts'
import { nodesOf, orderersOf } from '../description/nodes.ts'
import { configtx } from './configtx.ts'
import { writeInstallation } from './installation.ts'
import { centralAgreement } from './policies.ts'

const consortium = defaultConsortium()
const city = {
  name: 'city1',
  mspId: 'CityOneMSP',
  domain: 'city1.huren.local',
  dataCentre: 'city1',
  orderers: [],
  peers: [{ name: 'peer0', host: '127.0.0.1', port: 7150, operationsPort: 7151, chaincodePort: 7152 }],
}

test('CHAIN-59: two of three central organisations, by name; MAJORITY nowhere, cities change nothing', async (t) => {
  const agreement = "OutOf(2, 'ConsensusOneMSP.peer', 'ConsensusTwoMSP.peer', 'SupervisorMSP.peer')"
  t.equal(centralAgreement(consortium, 2, 'peer'), agreement)
  const { Orderer, Application, Policies } = configtx({ ...consortium, cities: [city] }, '/material').Profiles
    .Huren
  t.equal(Application.Policies.Endorsement?.Rule, agreement)
  t.equal(Application.Policies.LifecycleEndorsement?.Rule, agreement)
  for (const policies of [Policies, Application.Policies, Orderer.Policies])
    t.strictSame(policies.Admins, { Type: 'Signature', Rule: agreement.replaceAll('.peer', '.admin') })
  t.notMatch(JSON.stringify(configtx(consortium, '/material')), /MAJORITY/)
})

test('CHAIN-6: every orderer is a consenter with its own identity, under SmartBFT and Raft', async (t) => {
  const bft = configtx(consortium, '/material').Profiles.Huren.Orderer
  t.match(bft, {
    OrdererType: 'BFT',
    ConsenterMapping: orderersOf(consortium).map(({ id, organisation }) => ({
      ID: id,
      MSPID: organisation.mspId,
    })),
  })
  const ids = orderersOf(consortium).map(({ organisation }) => organisation.dataCentre)
  t.strictSame(
    ids,
    ['centre1', 'centre2', 'centre3', 'centre1', 'centre2', 'centre3'],
    'leadership leaves a lost centre',
  )
  const raft = configtx(defaultConsortium({ ordering: 'raft' }), '/material').Profiles.Huren.Orderer
  t.match(raft, { OrdererType: 'etcdraft', EtcdRaft: { Consenters: { length: 5 } } })
})

test('CHAIN-58: settings, units and a compose file for each data centre, without a key', async (t) => {
  for (const kind of ['systemd', 'compose'] as const) {
    const out = mkdtempSync(join(tmpdir(), `huren-${kind}-`))
    writeInstallation(consortium, 'centre3', kind, out)
    const files = readdirSync(out, { recursive: true, encoding: 'utf8' })
    t.notOk(files.some((file) => /key|priv/.test(file)))
    const nodes = nodesOf(consortium).filter(({ organisation }) => organisation.dataCentre === 'centre3')
    for (const { fullName, kind: role, port } of nodes) {
      const settings = readFileSync(
        join(out, fullName, role === 'orderer' ? 'orderer.yaml' : 'core.yaml'),
        'utf8',
      )
      t.match(settings, new RegExp(`${port}`), `${fullName} listens on its port`)
      if (kind === 'systemd')
        t.match(readFileSync(join(out, `huren-${role}-${fullName}.service`), 'utf8'), /ExecStart=/)
    }
    if (kind === 'compose') {
      const { services } = parse(readFileSync(join(out, 'compose.yaml'), 'utf8'))
      t.strictSame(
        Object.keys(services),
        nodes.flatMap(({ fullName, kind: role }) =>
          role === 'peer' ? [fullName, `contracts-a.${fullName}`, `contracts-b.${fullName}`] : [fullName],
        ),
      )
    }
  }
})
