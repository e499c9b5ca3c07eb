import { setTimeout as sleep } from 'node:timers/promises'
import { connectTo, type Network, peersOf, statusOf } from '@huren/fabric-network'
import {
  type Account,
  type Acknowledgement,
  busiestByProgram,
  cpuByProcess,
  peakMemory,
  peakMemoryOf,
  processorTimeOf,
  reckon,
  sumByProgram,
  throughput,
  usedSince,
} from '@huren/fabric-network/load'

/** Milliseconds of processor time, or bytes, by program. */
export type Cost = Readonly<Record<string, number>>

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
  /** A statement, all processes of a program together; and the one that used most. */
  readonly cost: Cost
  readonly busiest: Cost
  /** A statement, each process of the network. */
  readonly processes: readonly { readonly program: string; readonly process: string; readonly cost: number }[]
  /** Bytes on disk a statement, of one orderer and one peer. */
  readonly bytes: { readonly orderer: number; readonly peer: number }
  /** The most that any process of a program held, bytes. */
  readonly memory: Cost
  readonly account: Account
}

const scaled = (cost: Cost, by: number): Cost =>
  Object.fromEntries(Object.entries(cost).map(([name, time]) => [name, time / by]))

/** Milliseconds of processor time a second that the network takes when nobody asks anything of it, by program. */
export const atRest = async (network: Network, seconds: number): Promise<Cost> => {
  const before = cpuByProcess(network)
  await sleep(seconds * 1000)
  return scaled(sumByProgram(usedSince(network, before)), seconds)
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

/** Processor time so far of this process, which is the client, and of others by their process ids. */
const cpuOf = (others: Readonly<Record<string, number>>): Cost => {
  const pids = { client: process.pid, ...others }
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, processorTimeOf(pid)]))
}

const since = (before: Cost, after: Cost): Cost =>
  Object.fromEntries(Object.entries(after).map(([name, time]) => [name, time - (before[name] ?? 0)]))

/** Holds acknowledgements against the blocks of a peer. */
const accountOf = (network: Network, acknowledged: readonly Acknowledgement[]) => {
  const [peer] = peersOf(network.consortium)
  if (!peer) throw new Error('a network has peers')
  const { gateway, close } = connectTo(network, peer)
  return reckon(gateway, acknowledged).finally(close)
}

/**
 * Runs a load on a network and measures it.
 * @param others processes that are not the network's, by name
 * @param work the load; this process is its client
 */
export const measure = async (
  network: Network,
  others: Readonly<Record<string, number>>,
  work: () => Promise<readonly Acknowledgement[]>,
): Promise<Measured> => {
  const before = { network: cpuByProcess(network), others: cpuOf(others), status: await statusOf(network) }
  const begun = Date.now()
  const acknowledged = await work()
  const end = Date.now()
  const used = usedSince(network, before.network)
  const cost = { ...sumByProgram(used), ...since(before.others, cpuOf(others)) }
  const status = await statusOf(network)
  const figures = throughput(acknowledged, begun, end + 1)
  const bytesOf = (kind: 'orderer' | 'peer') => {
    const index = status.nodes.findIndex((node) => node.kind === kind)
    const [now, then] = [status, before.status].map(({ nodes }) => nodes[index]?.dataBytes ?? 0)
    return ((now ?? 0) - (then ?? 0)) / figures.statements
  }
  return {
    ...figures,
    seconds: (end - begun) / 1000,
    slowestMinute: slowestMinuteOf(acknowledged, begun, end),
    blocks: status.height - before.status.height,
    cost: scaled(cost, figures.statements),
    busiest: scaled(busiestByProgram(used), figures.statements),
    processes: used.map(({ program, process, milliseconds }) => ({
      program,
      process,
      cost: milliseconds / figures.statements,
    })),
    bytes: { orderer: bytesOf('orderer'), peer: bytesOf('peer') },
    memory: {
      ...peakMemory(network),
      ...Object.fromEntries(Object.entries(others).map(([name, pid]) => [name, peakMemoryOf(pid)])),
    },
    account: await accountOf(network, acknowledged),
  }
}
