import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConsortium } from '@huren/crypto-config'
import { startLedger } from '@huren/embedded'
import { common } from '@hyperledger/fabric-protos'
import { test } from 'tap'
import { ExplorerIndex } from '../explorer-index.ts'
import { follow } from '../follow.ts'
import { readBlock } from './read-block.ts'

/** Blocks that real Fabric 3.1.5 wrote, SmartBFT and Raft: the notary's test data. */
const realBlock = async (name: string) => {
  const file = join(import.meta.dirname, '../../../../oracles/notary/src/test-data/fabric', `${name}.block`)
  return readBlock(common.Block.deserializeBinary(await readFile(file)), 'huren')
}

test('CHAIN-34 CHAIN-35: members, orderers and their certificates, from a real network’s first block', async (t) => {
  const { transactions } = await realBlock('bft-0')
  const [{ channel, certificates = [] } = {}] = transactions
  t.equal(channel?.ordering, 'BFT')
  t.ok(channel?.members.some(({ mspId, orders, applies }) => mspId === 'SupervisorMSP' && orders && applies))
  t.ok((channel?.consenters.length ?? 0) >= 4)
  for (const { id, mspId, address } of channel?.consenters ?? [])
    t.match({ id, mspId, address }, { id: Number, mspId: /MSP$/, address: /:\d+$/ })
  const uses = new Set(certificates.map(({ use }) => use))
  for (const use of ['authority', 'tls-authority', 'orderer', 'tls'] as const) t.ok(uses.has(use), use)
  for (const each of certificates) {
    t.match(each, { fingerprint: /^[0-9a-f]{64}$/, mspId: /MSP$/, key: /^ec prime256v1$/ })
    t.ok(Date.parse(each.notAfter) > Date.parse(each.notBefore))
  }
  t.same(channel?.signedBy, [], 'the first block is signed by nobody')
})

test('a Raft block names who signed it by certificate, a BFT block by number', async (t) => {
  t.match((await realBlock('raft-1')).certificates, [{ use: 'orderer', mspId: /MSP$/ }])
  t.same((await realBlock('bft-1')).certificates, [])
})

test('what cannot be read is no certificate, and spoils nothing', async (t) => {
  const block = await realBlock('bft-0')
  t.ok(block.transactions.length > 0)
  const empty = readBlock(new common.Block(), 'huren')
  t.same(empty.certificates, [])
})

test('CHAIN-34: certificates and the channel of a running ledger, by its blocks', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-certificates-'))
  const consortiumDir = join(dir, 'consortium')
  await createConsortium(consortiumDir)
  const ledger = await startLedger({ dataDir: join(dir, 'ledger'), consortiumDir })
  const index = await ExplorerIndex.open(dir)
  const domain = join(consortiumDir, 'supervisor.huren.local')
  const user = join(domain, 'users/gateway@supervisor.huren.local/msp')
  const following = await follow(index, {
    address: ledger.address,
    tlsCertificate: join(consortiumDir, 'consensus1.huren.local/tlsca/tlsca.consensus1.huren.local-cert.pem'),
    mspId: 'SupervisorMSP',
    identityCertificate: join(user, 'signcerts/gateway@supervisor.huren.local-cert.pem'),
    identityKey: join(user, 'keystore/priv_sk'),
    channel: 'huren',
    chaincode: 'huren',
  })
  t.teardown(async () => {
    await following.close()
    await index.close()
    await ledger.close()
    await rm(dir, { recursive: true, force: true })
  })
  for (let waited = 0; index.height === 0 && waited < 10_000; waited += 20)
    await new Promise((resolve) => setTimeout(resolve, 20))
  const [decision] = await index.buckets.decisions.values().all()
  t.match(decision, { kind: 'channel', block: 0, ordering: 'embedded', signedBy: [] })
  const rows = await index.buckets.certificates.values().all()
  const authority = await readFile(join(domain, 'ca/ca.supervisor.huren.local-cert.pem'), 'utf8')
  const der = Buffer.from(authority.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const fingerprint = createHash('sha256').update(der).digest('hex')
  t.match(
    rows.find((each) => each.fingerprint === fingerprint),
    { mspId: 'SupervisorMSP', use: 'authority', seen: 0 },
  )
  t.ok(
    rows.some(({ use }) => use === 'orderer'),
    'who signed the block',
  )
})
