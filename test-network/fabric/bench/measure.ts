import { setTimeout as sleep } from 'node:timers/promises'
import { connectTo, type Network, peersOf, statusOf } from '@huren/fabric-network'
import {
  type Account,
  type Acknowledgement,
  cpuByProgram,
  processorTimeOf,
  reckon,
  throughput,
} from '@huren/fabric-network/load'

/** What a run of load did, and what it cost. */
export interface Measured {
  readonly statements: number
  readonly seconds: number
  readonly perSecond: number
  /** Milliseconds of a request. */
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** The slowest minute's rate: whether it holds out. */
  readonly slowestMinute: number
  readonly blocks: number
  /** Milliseconds of processor time a statement, by program. */
  readonly cost: Readonly<Record<string, number>>
  /** Bytes on disk a statement, of one orderer and one peer. */
  readonly bytes: { readonly orderer: number; readonly peer: number }
  readonly account: Account
}

/** Processor time so far: the network's programs, this process, and others by their process ids. */
const cpuSoFar = (network: Network, others: Readonly<Record<string, number>>) => ({
  ...cpuByProgram(network),
  ...Object.fromEntries(Object.entries(others).map(([name, pid]) => [name, processorTimeOf(pid)])),
})

/** Milliseconds of processor time a second that the network takes when nobody asks anything of it, by program. */
export const atRest = async (network: Network, seconds: number): Promise<Record<string, number>> => {
  const before = cpuByProgram(network)
  await sleep(seconds * 1000)
  const after = Object.entries(cpuByProgram(network))
  return Object.fromEntries(after.map(([name, time]) => [name, (time - (before[name] ?? 0)) / seconds]))
}

const slowestMinuteOf = (acknowledged: readonly Acknowledgement[], begun: number, end: number): number => {
  const whole = Math.max(1, Math.floor((end - begun) / 60_000))
  const length = Math.min(60_000, end - begun)
  const rates = Array.from({ length: whole }, (_, minute) => {
    const from = begun + minute * 60_000
    return throughput(acknowledged, from, from + length).perSecond
  })
  return Math.min(...rates)
}

/** Runs a load on a network and measures it; afterwards every acknowledgement is held against the blocks. */
export const measure = async (
  network: Network,
  others: Readonly<Record<string, number>>,
  work: () => Promise<readonly Acknowledgement[]>,
): Promise<Measured> => {
  const before = { cpu: cpuSoFar(network, others), status: await statusOf(network) }
  const begun = Date.now()
  const acknowledged = await work()
  const end = Date.now()
  const after = { cpu: cpuSoFar(network, others), status: await statusOf(network) }
  const figures = throughput(acknowledged, begun, end + 1)
  const bytesOf = (kind: 'orderer' | 'peer') => {
    const index = after.status.nodes.findIndex((node) => node.kind === kind)
    const grown = (after.status.nodes[index]?.dataBytes ?? 0) - (before.status.nodes[index]?.dataBytes ?? 0)
    return grown / figures.statements
  }
  const [peer] = peersOf(network.consortium)
  if (!peer) throw new Error('a network has peers')
  const { gateway, close } = connectTo(network, peer)
  const account = await reckon(gateway, acknowledged).finally(close)
  return {
    ...figures,
    seconds: (end - begun) / 1000,
    slowestMinute: slowestMinuteOf(acknowledged, begun, end),
    blocks: after.status.height - before.status.height,
    cost: Object.fromEntries(
      Object.entries(after.cpu).map(([name, time]) => [
        name,
        (time - (before.cpu[name as keyof typeof before.cpu] ?? 0)) / figures.statements,
      ]),
    ),
    bytes: { orderer: bytesOf('orderer'), peer: bytesOf('peer') },
    account,
  }
}
