import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from '../connect.ts'
import type { Consortium } from '../description/consortium.ts'
import { type DefaultOptions, defaultConsortium } from '../description/default.ts'
import { nodesOf } from '../description/nodes.ts'
import { down } from '../down.ts'
import { openNetwork } from '../open.ts'
import { NetworkProblem } from '../problem.ts'
import { findBinaries, findBinary } from '../run/binaries.ts'
import { eventually } from '../run/health.ts'
import type { Network } from '../run/network.ts'
import { isFree, portsOf } from '../run/ports.ts'

/** Why tests on real Fabric are skipped on this machine; false when its programs are there. */
export const fabricMissing = async (
  others: readonly Parameters<typeof findBinary>[0][] = [],
): Promise<string | false> => {
  try {
    await findBinaries('smartbft')
    for (const name of others) findBinary(name)
    return false
  } catch (problem) {
    if (problem instanceof NetworkProblem) return problem.message
    throw problem
  }
}

/** Below the range from which Linux takes ports for outgoing connections. */
const randomBase = () => 20_000 + Math.floor(Math.random() * 120) * 100

/** A base port from which all nodes of the default consortium find theirs free. */
const freeBase = async (options: DefaultOptions): Promise<number> => {
  const basePort = randomBase()
  for (const node of nodesOf(defaultConsortium({ ...options, basePort })))
    for (const port of portsOf(node)) if (!(await isFree(node.host, port))) return freeBase(options)
  return basePort
}

/** The default consortium on free ports of loopback. */
export const freeConsortium = async (options: DefaultOptions = {}): Promise<Consortium> =>
  defaultConsortium({ ...options, basePort: await freeBase(options) })

/** A new network in a folder of its own, removed with its processes by `remove`. Nothing runs yet. */
export const temporaryNetwork = async (
  options: DefaultOptions = {},
  change: (consortium: Consortium) => Consortium = (consortium) => consortium,
): Promise<{ network: Network; remove: () => Promise<void> }> => {
  const folder = mkdtempSync(join(tmpdir(), 'huren-fabric-'))
  const basePort = await freeBase(options)
  const initial = () => change(defaultConsortium({ ...options, basePort }))
  const network = await openNetwork(folder, { initial })
  const remove = async () => {
    await down(network)
    rmSync(folder, { recursive: true, force: true })
  }
  return { network, remove }
}

/** Free ports of loopback. */
export const freePorts = async (count: number): Promise<number[]> => {
  const base = randomBase() + 70
  const free = await Promise.all(
    Array.from({ length: count }, (_, index) => isFree('127.0.0.1', base + index)),
  )
  return free.every((one) => one) ? free.map((_, index) => base + index) : freePorts(count)
}

/** Endorsers of several organisations are found by gossip some seconds after a start. */
export const endorsersFound = ({ gateway, close }: Connection) =>
  eventually(60, () =>
    gateway.getNetwork('huren').getContract('huren').newProposal('Registry:institutions').endorse(),
  ).finally(close)
