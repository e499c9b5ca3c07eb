import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import tap, { test } from 'tap'
import { connectOptions } from '../connect.ts'
import { buildContracts } from '../deploy/bundle.ts'
import { deploy } from '../deploy/deploy.ts'
import { peersOf } from '../description/nodes.ts'
import { userLayout } from '../material/layout.ts'
import { eventually } from '../run/health.ts'
import { fabricMissing, temporaryNetwork } from '../testing/network.ts'
import { up } from '../up.ts'
import { statusOf } from '../watch/status.ts'
import { tried } from './ledger.ts'
import { ledgerSuite } from './suite.ts'

tap.setTimeout(600_000)
const skip = await fabricMissing()
const chaincode = join(import.meta.dirname, '..', 'testing', 'keys-and-values.ts')

for (const [kind, orderers] of [
  ['smartbft', 6],
  ['raft', 5],
] as const)
  test(`the ledger suite on a real network, ${kind}`, { skip }, async (t) => {
    const { network, remove } = await temporaryNetwork({ ordering: kind })
    t.teardown(remove)
    await up(network)
    const { nodes } = await statusOf(network)
    const ordering = nodes.filter(({ kind, health }) => kind === 'orderer' && health === 'OK')
    t.equal(ordering.length, orderers)
    await deploy(network, await buildContracts(join(network.workspace.root, 'test.cjs'), chaincode))
    const [peer] = peersOf(network.consortium)
    if (!peer) throw new Error('a consortium has peers')
    const { mspId } = peer.organisation
    const { certificate, privateKey } = userLayout(network.workspace.material, peer.organisation, 'gateway')
    const options = connectOptions(network, peer, {
      mspId,
      certificate: readFileSync(certificate, 'utf8'),
      privateKey: readFileSync(privateKey, 'utf8'),
    })
    t.teardown(async () => options.client.close())
    const ledger = tried(options)
    await eventually(60, () => ledger.contract.newProposal('put', { arguments: ['ready', ''] }).endorse())
    for (const { name, run } of ledgerSuite) await t.test(name, (t) => run(t, ledger))
  })
