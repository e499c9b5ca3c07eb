import { createPrivateKey, randomBytes, sign } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { common, msp } from '@hyperledger/fabric-protos'
import { test } from 'tap'
import { makeApplication } from '../city/application.ts'
import type { Organisation } from '../description/consortium.ts'
import { defaultConsortium } from '../description/default.ts'
import { writeConsortium } from '../description/file.ts'
import { userLayout } from '../material/layout.ts'
import { makeMaterial } from '../material/make.ts'
import { workspaceAt } from '../run/workspace.ts'
import { feedOf, writeFeed } from '../watch/feed.ts'
import type { Operation } from './operation.ts'
import { waitingFor } from './waiting.ts'

const folder = mkdtempSync(join(tmpdir(), 'huren-waiting-'))
const consortium = defaultConsortium({ basePort: 19_100 })
const workspace = workspaceAt(join(folder, 'network'))
const exchange = join(folder, 'exchange')
for (const each of [workspace.root, exchange]) mkdirSync(each, { recursive: true })
writeConsortium(workspace.description, consortium)
for (const organisation of consortium.organisations) await makeMaterial(workspace.material, organisation)
const network = { consortium, workspace }
const [one, two, supervisor] = consortium.organisations as [Organisation, Organisation, Organisation]

const update = () => {
  const before = new common.ConfigGroup()
  const after = new common.ConfigGroup()
  after.setVersion(1)
  after.getGroupsMap().set('Application', new common.ConfigGroup())
  const made = new common.ConfigUpdate()
  made.setChannelId('huren')
  made.setReadSet(before)
  made.setWriteSet(after)
  return made.serializeBinary()
}

/** A signature of an organisation's administrator, as `peer channel signconfigtx` makes it. */
const signature = (by: Organisation, bytes: Uint8Array, claims = by) => {
  const { certificate, privateKey } = userLayout(workspace.material, by, 'Admin')
  const identity = new msp.SerializedIdentity()
  identity.setMspid(claims.mspId)
  identity.setIdBytes(readFileSync(certificate))
  const header = new common.SignatureHeader()
  header.setCreator(identity.serializeBinary())
  header.setNonce(randomBytes(24))
  const made = new common.ConfigSignature()
  made.setSignatureHeader(header.serializeBinary())
  const key = createPrivateKey(readFileSync(privateKey))
  made.setSignature(sign('sha256', Buffer.concat([header.serializeBinary(), bytes]), key))
  return made
}

const proposal = (operation: Operation, bytes: Uint8Array, signatures: common.ConfigSignature[]) => {
  const signed = new common.ConfigUpdateEnvelope()
  signed.setConfigUpdate(bytes)
  signed.setSignaturesList(signatures)
  const payload = new common.Payload()
  payload.setData(signed.serializeBinary())
  const envelope = new common.Envelope()
  envelope.setPayload(payload.serializeBinary())
  return JSON.stringify({
    version: 1,
    operation,
    update: Buffer.from(envelope.serializeBinary()).toString('base64'),
  })
}
const put = (name: string, text: string) => writeFileSync(join(exchange, name), text)

const city: Organisation = {
  name: 'foshan',
  mspId: 'FoshanMSP',
  domain: 'foshan.huren.local',
  dataCentre: 'foshan',
  orderers: [],
  peers: [{ name: 'peer0', host: '127.0.0.1', port: 19_351, operationsPort: 19_352, chaincodePort: 19_353 }],
}
const elsewhere = join(folder, 'foshan')
await makeMaterial(elsewhere, city)
const application = makeApplication(elsewhere, city)

test('CITY-33 CHAIN-8: an application waits for a proposal, a proposal for signatures; each is checked', async (t) => {
  put('foshan.json', application)
  t.match(waitingFor(network, exchange).waiting, [
    { kind: 'application', subject: 'foshan', signed: [], commands: [{}, {}, {}] },
  ])
  const bytes = update()
  const admit: Operation = { kind: 'admit-city', application }
  const forged = signature(two, bytes, supervisor)
  put('admit.json', proposal(admit, bytes, []))
  put('admit-1.json', proposal(admit, bytes, [signature(one, bytes)]))
  put('admit-3.json', proposal(admit, bytes, [forged]))
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
  const bytes = update()
  const other = signature(one, Buffer.from('another update'))
  put('odd.json', proposal({ kind: 'remove-city', name: 'x' }, Buffer.concat([bytes]), [other]))
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

test('clean up', async () => rmSync(folder, { recursive: true, force: true }))
