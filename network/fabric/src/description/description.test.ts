import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { test } from 'tap'
import { defaultConsortium } from './default.ts'
import { readConsortium, writeConsortium } from './file.ts'
import { nodesIn, orderersOf, peersOf } from './nodes.ts'
import { indispensableCentres, quorumOf } from './survival.ts'
import { validateConsortium } from './validate.ts'

const folder = mkdtempSync(join(tmpdir(), 'huren-description-'))

test('CHAIN-50: the default is three data centres, two consensus and one supervisor', async (t) => {
  const consortium = validateConsortium(defaultConsortium())
  t.strictSame(
    consortium.organisations.map(({ mspId, dataCentre }) => [mspId, dataCentre]),
    [
      ['ConsensusOneMSP', 'centre1'],
      ['ConsensusTwoMSP', 'centre2'],
      ['SupervisorMSP', 'centre3'],
    ],
  )
  t.equal(orderersOf(consortium).length, 6)
  t.equal(peersOf(consortium).length, 3)
  t.equal(nodesIn(consortium, 'centre3').length, 3)
  t.throws(() => nodesIn(consortium, 'centre9'), { code: 'description-unknown-node' })
})

test('GAP-6: both ordering services survive any one data centre; a placement that does not is refused', async (t) => {
  t.strictSame(indispensableCentres(defaultConsortium()), [])
  const raft = defaultConsortium({ ordering: 'raft' })
  t.equal(orderersOf(raft).length, 5)
  t.strictSame(indispensableCentres(raft), [])
  const bft = { ...raft, ordering: 'smartbft' }
  t.throws(() => validateConsortium(bft), { code: 'description-invalid', message: /centre1, centre2/ })
})

test('two quorums always share an honest orderer', async () =>
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 100 }), (n) => {
      const faulty = Math.floor((n - 1) / 3)
      return 2 * quorumOf('smartbft', n) - n > faulty && 2 * quorumOf('raft', n) - n > 0
    }),
  ))

test('a description survives its file, as YAML and as JSON', async (t) => {
  const consortium = defaultConsortium({ ordering: 'raft', basePort: 9000 })
  const yaml = join(folder, 'network.yaml')
  writeConsortium(yaml, consortium)
  t.strictSame(readConsortium(yaml), consortium)
  const json = join(folder, 'network.json')
  writeFileSync(json, JSON.stringify(consortium))
  t.strictSame(readConsortium(json), consortium)
  t.throws(() => readConsortium(join(folder, 'absent.yaml')), { code: 'description-invalid' })
})

test('bad descriptions are refused with the field or rule', async (t) => {
  const good = defaultConsortium()
  const [one, two, three] = good.organisations
  const bad: [RegExp, unknown][] = [
    [/"channel"/, { ...good, channel: 'Huren!' }],
    [/"ordering"/, { ...good, ordering: 'solo' }],
    [/"unknown"/, { ...good, unknown: 1 }],
    [/more than half/, { ...good, policies: { ...good.policies, endorsement: 4 } }],
    [/administration/, { ...good, policies: { ...good.policies, administration: 1 } }],
    [/appears twice/, { ...good, cities: [{ ...one, orderers: [] }] }],
    [/appears twice/, { ...good, organisations: [one, two, { ...three, orderers: one?.orderers }] }],
    [/no orderers/, defaultWithOrderingCity()],
    [/"organisations"/, { ...good, organisations: [one, two] }],
    [/absoluteBytes/, { ...good, block: { ...good.block, absoluteBytes: 70_000 } }],
  ]
  for (const [message, value] of bad)
    t.throws(() => validateConsortium(value), { code: 'description-invalid', message }, String(message))
})

const defaultWithOrderingCity = () => {
  const elsewhere = defaultConsortium({ basePort: 12000 }).organisations[0]
  const city = {
    ...elsewhere,
    name: 'city1',
    mspId: 'CityOneMSP',
    domain: 'city1.huren.local',
    dataCentre: 'city1',
  }
  return { ...defaultConsortium(), cities: [city] }
}
