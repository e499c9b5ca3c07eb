import { setTimeout as sleep } from 'node:timers/promises'
import type { Label } from '@huren/records'
import { type Account, reckon } from '../load/account.ts'
import { longestStop, throughput } from '../load/figures.ts'
import { type Running, startLoad } from '../load/lanes.ts'
import { endlessReports } from '../load/reports.ts'
import type { Ready } from '../load/setup.ts'
import { NetworkProblem } from '../src/problem.ts'
import { eventually } from '../src/run/health.ts'
import type { Network } from '../src/run/network.ts'
import { statusOf } from '../src/watch/status.ts'
import type { Fault } from './fault.ts'
import type { Ground } from './ground.ts'

export interface Suffering {
  /** Batches under way at a time, and statements in each. */
  readonly lanes: number
  readonly batch: number
  /** Seconds until it is mended. */
  readonly struck: number
}

export interface Suffered extends Account {
  readonly name: Label
  /** Statements a second, before and while struck. */
  readonly before: number
  readonly during: number
  /** Seconds without an acknowledgement, the longest, and from mending until all nodes are level and work goes on. */
  readonly longestStop: number
  readonly recovery: number
  /** What was wanting five minutes after mending, nodes that were not level among it: must be none. */
  readonly behind: readonly string[]
}

/** How long nodes may take to be level again, in seconds: connections that a partition cut are tried again ever less often. */
const patience = 300

const behindIn = async (network: Network) => {
  const { nodes } = await statusOf(network)
  return nodes
    .filter(({ health, lag }) => health !== 'OK' || lag === null || lag > 1)
    .map(({ node, health, lag }) => `${node} ${health} ${lag}`)
}

/** Nodes that are not healthy and level, and whether nothing was acknowledged since `mending`. */
const wanting = async (network: Network, { acknowledged }: Running, mending: number) => {
  const answered = (acknowledged.at(-1)?.at ?? 0) > mending
  return [...(await behindIn(network)), ...(answered ? [] : ['nothing acknowledged'])]
}

/** Until every node is healthy and level, and work goes on. @returns what is wanting in the end */
const untilRecovered = (network: Network, load: Running, mending: number): Promise<string[]> =>
  eventually(patience, async () => {
    const wants = await wanting(network, load, mending)
    if (wants.length > 0) throw new NetworkProblem('not-ready', '尚未追平', 'not level yet')
    return wants
  }).catch(() => wanting(network, load, mending))

/** Ten seconds of work, the fault, work in spite of it, mending, five seconds more; then the account. */
export const suffer = async (
  ground: Ground,
  { contracts, gateways, authors }: Ready,
  fault: Fault,
  { lanes, batch, struck: seconds }: Suffering,
): Promise<Suffered> => {
  for (const { world } of authors) world.now = Date.now()
  const batches = endlessReports(authors, batch)
  const load = startLoad({ name: 'Report:submit', batches, lanes, contracts })
  await sleep(10_000)
  const struck = Date.now()
  await fault.strike(ground)
  await sleep(seconds * 1000)
  const mending = Date.now()
  await fault.mend(ground)
  const behind = await untilRecovered(ground.network, load, mending)
  const recovery = (Date.now() - mending) / 1000
  await sleep(5_000)
  await load.stop()
  const end = Date.now()
  const [gateway] = gateways
  if (!gateway) throw new Error('a network has peers')
  return {
    name: fault.name,
    ...(await reckon(gateway, load.acknowledged)),
    before: throughput(load.acknowledged, struck - 8000, struck).perSecond,
    during: throughput(load.acknowledged, struck, mending).perSecond,
    longestStop: longestStop(load.acknowledged, struck, end) / 1000,
    recovery,
    behind,
  }
}
