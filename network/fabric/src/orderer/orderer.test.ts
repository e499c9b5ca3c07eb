import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import tap, { test } from 'tap'
import { ordererChannel } from '../channel/orderer-channel.ts'
import { orderersOf } from '../description/nodes.ts'
import { openNetwork } from '../open.ts'
import { signersOf } from '../proposal/signatures.ts'
import { eventually } from '../run/health.ts'
import type { Network } from '../run/network.ts'
import { runningPid } from '../run/process.ts'
import { fabricMissing, freePorts } from '../testing/network.ts'
import { networkAt } from '../testing/told.ts'
import { underLoad } from '../testing/under-load.ts'

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
        const { root } = begun.workspace
        const huren = networkAt(root)
        const file = join(root, 'replace.json')
        const [described, application, signed] = ['orderer.yaml', 'application.json', 'signed.json'].map(
          (name) => join(root, name),
        ) as [string, string, string]
        writeFileSync(described, JSON.stringify(await newcomer('orderer7')))
        await huren('prepare-orderer', described, '--organisation', three.name, '--out', application)
        t.notMatch(readFileSync(application, 'utf8'), /PRIVATE KEY/)
        const submit = (from: string, by: string) =>
          huren('submit', from, '--organisation', by, '--out', join(root, 'submitted.json'))
        const step = async () => {
          await huren('replace-orderer', old.fullName, '--with', application, '--out', file)
          await t.rejects(submit(file, three.name), { code: 'signatures-missing' })
          await huren('sign', file, '--organisation', three.name, '--out', signed)
          t.strictSame(signersOf(signed), [three.mspId])
          await submit(signed, one.name)
          return openNetwork(root)
        }
        const changed = await step()
        await orders(changed, 'orderer7')
        const done = ordering === 'raft' ? await step() : changed
        const centres = orderersOf(done.consortium).map(({ organisation }) => organisation.dataCentre)
        t.equal(centres.length, orderersOf(begun.consortium).length)
        t.notOk(orderersOf(done.consortium).some(({ fullName }) => fullName === old.fullName))
        t.equal(runningPid(done.workspace.node(old).pid), undefined, 'the old one is stopped')
        t.equal(done.consortium.inTransition, undefined)
        await orders(done, 'orderer7')
        writeFileSync(file, '{}')
        await t.rejects(huren('sign', file, '--organisation', one.name, '--out', signed), {
          code: 'proposal-invalid',
        })
      },
      { ordering },
    ),
  )
