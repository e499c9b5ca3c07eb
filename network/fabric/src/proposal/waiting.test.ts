import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'
import type { Organisation } from '../description/consortium.ts'
import { anyUpdate, proposalWith, standingNetwork } from '../testing/proposals.ts'
import { feedOf, writeFeed } from '../watch/feed.ts'
import type { Operation } from './operation.ts'
import { waitingFor } from './waiting.ts'

const { network, exchange, folder, application, signature, put, remove } = await standingNetwork()
const [one, two, supervisor] = network.consortium.organisations as [Organisation, Organisation, Organisation]

test('CITY-33 CHAIN-8: an application waits for a proposal, a proposal for signatures; each is checked', async (t) => {
  put('foshan.json', application)
  t.match(waitingFor(network, exchange).waiting, [
    { kind: 'application', subject: 'foshan', signed: [], commands: [{}, {}, {}] },
  ])
  const bytes = anyUpdate()
  const admit: Operation = { kind: 'admit-city', application }
  const forged = signature(two, bytes, supervisor)
  put('admit.json', proposalWith(admit, bytes, []))
  put('admit-1.json', proposalWith(admit, bytes, [signature(one, bytes)]))
  put('admit-3.json', proposalWith(admit, bytes, [forged]))
  const { waiting, unreadable } = waitingFor(network, exchange)
  t.same(unreadable, [])
  const [found, ...others] = waiting
  t.same(others, [], 'the application is in the proposal, and three copies are one')
  t.match(found, {
    kind: 'admit-city',
    subject: 'foshan',
    digest: /^[0-9a-f]{64}$/,
    files: ['admit-1.json', 'admit-3.json', 'admit.json'],
    changes: [{ how: 'added', what: 'Application' }],
    requirement: { central: 2, owners: [] },
  })
  t.strictSame(found?.signed, [
    { mspId: 'ConsensusOneMSP', valid: true },
    { mspId: 'SupervisorMSP', valid: false },
  ])
  const line = found?.commands.find(({ organisation }) => organisation === 'supervisor')?.line
  t.match(line, /^huren network sign admit-1.json --organisation supervisor --out \S+-supervisor.json$/)
  t.notMatch(JSON.stringify(waiting), /PRIVATE/)
})

test('a signature over other bytes, or by somebody who is no administrator, is not one', async (t) => {
  const bytes = anyUpdate()
  const other = signature(one, Buffer.from('another update'))
  put('odd.json', proposalWith({ kind: 'remove-city', name: 'x' }, Buffer.concat([bytes]), [other]))
  const odd = waitingFor(network, exchange).waiting.find(({ kind }) => kind === 'remove-city')
  t.strictSame(odd?.signed, [{ mspId: 'ConsensusOneMSP', valid: false }])
  rmSync(join(exchange, 'odd.json'))
})

test('contracts that are proposed; files that claim to be something and are not', async (t) => {
  put('upgrade.json', JSON.stringify({ version: 1, sha256: 'ab'.repeat(32), sequence: 2 }))
  put('broken.json', '{"operation":')
  put('worse.json', JSON.stringify({ version: 9, operation: { kind: 'imagine' }, update: '' }))
  put('x;id;.json', application)
  put('invitation.json', JSON.stringify({ consortium: {} }))
  const { waiting, unreadable } = waitingFor(network, exchange)
  t.match(
    waiting.find(({ kind }) => kind === 'contracts'),
    { subject: 'ab'.repeat(8), sequence: 2, requirement: { central: 2 }, commands: [{ line: /deploy/ }] },
  )
  t.match(unreadable, [
    { file: 'broken.json' },
    { file: 'worse.json', en: /invalid/ },
    { file: 'x;id;.json' },
  ])
  t.equal(unreadable.length, 3, 'an invitation is neither')
})

test('CHAIN-34: the feed of a machine whose nodes stand still says so, and makes nothing up', async (t) => {
  const feed = await feedOf(network)
  t.equal(feed.nodes.length, 9)
  for (const node of feed.nodes)
    t.match(node, { running: false, height: null, lag: null, address: /:19\d+$/, mspId: /MSP$/ })
  t.ok(feed.nodes.every(({ certificateDays }) => (certificateDays ?? 0) > 0))
  t.match(feed, { contracts: null, requests: null, backups: [] })
  t.ok(feed.findings.some(({ severity, en }) => severity === 'problem' && /not running/.test(en)))
  const file = join(folder, 'feed.json')
  writeFeed(file, await feedOf(network, exchange))
  t.ok(JSON.parse(readFileSync(file, 'utf8')).requests.waiting.length > 0)
})

test('clean up', async () => remove())
