import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import tap, { test } from 'tap'
import { ordererChannel } from '../channel/orderer-channel.ts'
import { orderersOf } from '../description/nodes.ts'
import { propose } from '../proposal/propose.ts'
import { signersOf, signProposal } from '../proposal/signatures.ts'
import { submitProposal } from '../proposal/submit.ts'
import { eventually } from '../run/health.ts'
import type { Network } from '../run/network.ts'
import { runningPid } from '../run/process.ts'
import { fabricMissing, freePorts } from '../testing/network.ts'
import { underLoad } from '../testing/under-load.ts'
import { prepareOrderer } from './prepare.ts'
import { replacement } from './replace.ts'

tap.setTimeout(600_000)
const skip = await fabricMissing()

/** A new orderer of an organisation, on free ports. */
const newcomer = async (name: string) => {
  const [port = 0, adminPort = 0, operationsPort = 0] = await freePorts(3)
  return { name, host: '127.0.0.1', port, adminPort, operationsPort }
}

const orders = (network: Network, name: string) =>
  eventually(60, async () => {
    const node = orderersOf(network.consortium).find((one) => one.name === name)
    const channel = node && (await ordererChannel(network, node))
    if (channel?.consensusRelation !== 'consenter' || channel.status !== 'active')
      throw new Error(`${name} is ${channel?.consensusRelation}`)
  })

for (const ordering of ['smartbft', 'raft'] as const)
  test(`CHAIN-6, CHAIN-58: ${ordering}: an orderer is replaced by proposals, under load`, { skip }, (t) =>
    underLoad(
      t,
      async (begun) => {
        const [one, , three] = begun.consortium.organisations
        const old = orderersOf(begun.consortium).find(({ organisation }) => organisation.name === three?.name)
        if (!one || !three || !old) throw new Error('the supervisor has an orderer')
        const application = await prepareOrderer(begun, three.name, await newcomer('orderer7'))
        t.notMatch(application, /PRIVATE KEY/)
        const file = join(begun.workspace.root, 'replace.json')
        const step = async (network: Network) => {
          await propose(network, replacement(network, old.fullName, application), file)
          await t.rejects(submitProposal(network, three, file), { code: 'signatures-missing' })
          await signProposal(network, three, file, `${file}.signed`)
          t.strictSame(signersOf(`${file}.signed`), [three.mspId])
          return submitProposal(network, one, `${file}.signed`)
        }
        const changed = await step(begun)
        await orders(changed, 'orderer7')
        const done = ordering === 'raft' ? await step(changed) : changed
        const centres = orderersOf(done.consortium).map(({ organisation }) => organisation.dataCentre)
        t.equal(centres.length, orderersOf(begun.consortium).length)
        t.notOk(orderersOf(done.consortium).some(({ fullName }) => fullName === old.fullName))
        t.equal(runningPid(done.workspace.node(old).pid), undefined, 'the old one is stopped')
        t.equal(done.consortium.inTransition, undefined)
        await orders(done, 'orderer7')
        writeFileSync(file, '{}')
        await t.rejects(signProposal(done, one, file, file), { code: 'proposal-invalid' })
      },
      { ordering },
    ),
  )
