import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import tap, { test } from 'tap'
import { ordererChannel } from '../channel/orderer-channel.ts'
import { orderersOf } from '../description/nodes.ts'
import { openNetwork } from '../open.ts'
import { eventually } from '../run/health.ts'
import type { Network } from '../run/network.ts'
import { fabricMissing, freePorts } from '../testing/network.ts'
import { networkAt } from '../testing/told.ts'
import { underLoad } from '../testing/under-load.ts'

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
    const { root } = begun.workspace
    const file = (name: string) => join(root, name)
    const huren = networkAt(root)
    const ports = await freePorts(9)
    const applications: string[] = []
    for (const [index, { name }] of organisations.entries()) {
      const [port = 0, adminPort = 0, operationsPort = 0] = ports.slice(index * 3, index * 3 + 3)
      const orderer = { name: 'orderer2', host: '127.0.0.1', port, adminPort, operationsPort }
      writeFileSync(file('orderer.yaml'), JSON.stringify(orderer))
      const out = file(`application-${name}.json`)
      await huren('prepare-orderer', file('orderer.yaml'), '--organisation', name, '--out', out)
      applications.push(out)
    }
    await t.rejects(
      huren('propose-orderers', '--add', applications[0] ?? '', '--out', file('one.json')),
      { code: 'description-invalid' },
      'one more in a single centre: its loss would stop ordering',
    )
    const decide = async (...change: string[]) => {
      await huren('propose-orderers', ...change, '--out', file('all.json'))
      const signed = organisations.map(({ name }) => file(`${name}.json`))
      for (const { name } of organisations)
        await huren('sign', file('all.json'), '--organisation', name, '--out', file(`${name}.json`))
      const submit = (files: readonly string[]) =>
        huren('submit', ...files, '--organisation', first.name, '--out', file('collected.json'))
      await t.rejects(
        submit(signed.slice(0, 2)),
        { code: 'signatures-missing' },
        'the third, whose orderer it is, has not signed',
      )
      await submit(signed)
      return openNetwork(root)
    }
    const nine = await decide('--add', ...applications)
    t.equal(orderersOf(nine.consortium).length, 9)
    await allOrder(nine)
    const six = await decide('--remove', ...organisations.map(({ domain }) => `orderer2.${domain}`))
    t.equal(orderersOf(six.consortium).length, 6)
    await allOrder(six)
  }),
)
