import { join } from 'node:path'
import tap, { test } from 'tap'
import { ordererChannel } from '../channel/orderer-channel.ts'
import { orderersOf } from '../description/nodes.ts'
import { propose } from '../proposal/propose.ts'
import { collectSignatures, signProposal } from '../proposal/signatures.ts'
import { submitProposal } from '../proposal/submit.ts'
import { eventually } from '../run/health.ts'
import type { Network } from '../run/network.ts'
import { fabricMissing, freePorts } from '../testing/network.ts'
import { underLoad } from '../testing/under-load.ts'
import { prepareOrderer } from './prepare.ts'

tap.setTimeout(600_000)
const skip = await fabricMissing()

const allOrder = (network: Network) =>
  eventually(60, async () => {
    for (const node of orderersOf(network.consortium)) {
      const channel = await ordererChannel(network, node)
      if (channel?.consensusRelation !== 'consenter' || channel.status !== 'active')
        throw new Error(`${node.fullName} is ${channel?.consensusRelation}`)
    }
  })

test('CHAIN-6, GAP-6: each centre gets a third orderer, and gives one up again, under load', { skip }, (t) =>
  underLoad(t, async (begun) => {
    const { organisations } = begun.consortium
    const [first] = organisations
    if (!first) throw new Error('there are organisations')
    const ports = await freePorts(9)
    const applications = []
    for (const [index, { name }] of organisations.entries()) {
      const [port = 0, adminPort = 0, operationsPort = 0] = ports.slice(index * 3, index * 3 + 3)
      const orderer = { name: 'orderer2', host: '127.0.0.1', port, adminPort, operationsPort }
      applications.push(await prepareOrderer(begun, name, orderer))
    }
    const file = (name: string) => join(begun.workspace.root, name)
    const [one = ''] = applications
    await t.rejects(
      propose(begun, { kind: 'orderers', add: [one], remove: [] }, file('one.json')),
      { code: 'description-invalid' },
      'one more in a single centre: its loss would stop ordering',
    )
    const decide = async (network: Network, add: string[], remove: string[]) => {
      await propose(network, { kind: 'orderers', add, remove }, file('all.json'))
      for (const organisation of organisations)
        await signProposal(network, organisation, file('all.json'), file(`${organisation.name}.json`))
      const signed = organisations.map(({ name }) => file(`${name}.json`))
      collectSignatures(signed.slice(0, 2), file('two.json'))
      await t.rejects(
        submitProposal(network, first, file('two.json')),
        { code: 'signatures-missing' },
        'the third, whose orderer it is, has not signed',
      )
      collectSignatures(signed, file('collected.json'))
      return submitProposal(network, first, file('collected.json'))
    }
    const nine = await decide(begun, applications, [])
    t.equal(orderersOf(nine.consortium).length, 9)
    await allOrder(nine)
    const fresh = organisations.map(({ domain }) => `orderer2.${domain}`)
    const six = await decide(nine, [], fresh)
    t.equal(orderersOf(six.consortium).length, 6)
    await allOrder(six)
  }),
)
