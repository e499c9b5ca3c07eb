import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { layout } from '@huren/crypto-config'
import { type Network, peersOf } from '@huren/fabric-network'
import { prepare } from '@huren/fabric-network/load'
import { fabricMissing, temporaryNetwork } from '@huren/fabric-network/testing'
import type { StatementResult } from '@huren/records'
import { Gateway, Wallets } from 'fabric-network'
import tap, { test } from 'tap'

tap.setTimeout(600_000)
const skip = await fabricMissing()

/** A connection profile as hospitals on the old SDK have it: one peer of their organisation; discovery finds the others. */
const profileOf = ({ consortium, workspace }: Network) => {
  const [peer] = peersOf(consortium)
  if (!peer) throw new Error('a consortium has peers')
  const { mspId, name, domain } = peer.organisation
  const paths = layout(join(workspace.material, domain), domain)
  const { certificate, privateKey } = paths.member('user', 'gateway')
  const profile = {
    name: 'huren',
    version: '1.0.0',
    client: { organization: name },
    organizations: { [name]: { mspid: mspId, peers: [peer.fullName] } },
    peers: {
      [peer.fullName]: {
        url: `grpcs://${peer.host}:${peer.port}`,
        tlsCACerts: { pem: readFileSync(paths.tlsCaCertificate, 'utf8') },
        grpcOptions: { 'ssl-target-name-override': peer.fullName },
      },
    },
  }
  const credentials = {
    certificate: readFileSync(certificate, 'utf8'),
    privateKey: readFileSync(privateKey, 'utf8'),
  }
  return { profile, identity: { type: 'X.509', mspId, credentials } as const }
}

const results = (answer: Buffer): StatementResult[] => JSON.parse(answer.toString('utf8'))

test('a hospital on the old SDK (fabric-network 2.2) is served on Raft', { skip }, async (t) => {
  const { network, remove } = await temporaryNetwork({ ordering: 'raft' })
  t.teardown(remove)
  const ready = await prepare(network)
  t.teardown(async () => ready.close())
  const [author] = ready.authors
  if (!author) throw new Error('a hospital')
  const { profile, identity } = profileOf(network)
  const wallet = await Wallets.newInMemoryWallet()
  await wallet.put('hospital', identity)
  const gateway = new Gateway()
  t.teardown(async () => gateway.disconnect())
  await gateway.connect(profile, {
    wallet,
    identity: 'hospital',
    discovery: { enabled: true, asLocalhost: false },
  })
  const contract = (await gateway.getNetwork('huren')).getContract('huren')
  const events: string[] = []
  await contract.addContractListener(async ({ eventName }) => {
    events.push(eventName)
  })
  const reports = Array.from({ length: 5 }, () => author.world.report(author.hospital).text)
  const submitted = results(await contract.submitTransaction('Report:submit', ...reports))
  t.strictSame(
    submitted.map(({ outcome }) => outcome),
    Array(5).fill('committed'),
    'signed reports, in one batch',
  )
  const again = results(await contract.evaluateTransaction('Report:submit', ...reports))
  t.ok(
    again.every(({ outcome }) => outcome === 'duplicate'),
    'they are on the ledger',
  )
  t.strictSame(
    results(await contract.submitTransaction('Report:submit', ...reports)).map(({ id }) => id),
    submitted.map(({ id }) => id),
    'sent twice, the same ids',
  )
  const institution = JSON.parse(
    (await contract.evaluateTransaction('Registry:institution', author.hospital.id)).toString('utf8'),
  )
  t.match(institution, { current: { status: 'active' } }, 'queries')
  t.ok(events.includes('statements'), 'its listener heard of them')
  await t.rejects(contract.submitTransaction('Report:submit', '{}'), /statement-unreadable/)
})
