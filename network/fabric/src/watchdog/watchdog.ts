import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { unitName } from '../derive/systemd.ts'
import type { PlacedNode } from '../description/nodes.ts'
import type { Network } from '../run/network.ts'
import { runningPid, stop } from '../run/process.ts'
import { startNode } from '../up.ts'
import { heightOf, metricsOf } from '../watch/metrics.ts'
import { type Look, standstills } from './standstill.ts'

/** How a node is started again. @throws whatever says why it could not be */
export type Restart = (node: PlacedNode) => Promise<void>

export interface Watch {
  readonly nodes: readonly PlacedNode[]
  /** Milliseconds between two looks. */
  readonly every: number
  /** Milliseconds for which an orderer may stand still while its centre goes on. */
  readonly patience: number
  readonly restart: Restart
  /** Where the nodes answer on their operations ports; each node's own host when not given. */
  readonly operationsHost?: string | undefined
  readonly signal: AbortSignal
}

/** A native process of `huren network up`, ended and started again. */
export const restartProcess =
  (network: Network): Restart =>
  async (node) => {
    await stop(network.workspace.node(node).pid)
    await startNode(network, node)
  }

/**
 * A shell command that restarts a node, for instance `systemctl restart "$HUREN_UNIT"` or
 * `docker compose restart "$HUREN_NODE"`.
 * @throws ExecaError when it does not end with 0 within a minute
 */
export const restartBy =
  (command: string): Restart =>
  async (node) => {
    const env = { HUREN_NODE: node.fullName, HUREN_UNIT: unitName(node) }
    await execa('/bin/sh', ['-c', command], { env, timeout: 60_000 })
  }

type Watched = Pick<Network, 'consortium' | 'workspace' | 'say'>

const looksAt = ({ consortium }: Watched, { nodes, operationsHost }: Watch): Promise<Look[]> =>
  Promise.all(
    nodes.map(async (node) => {
      const { fullName, kind, organisation, host } = node
      const gauge = await metricsOf({ ...node, host: operationsHost ?? host }, consortium.channel)
      return {
        node: fullName,
        kind,
        dataCentre: organisation.dataCentre,
        height: gauge && heightOf(gauge, node),
      }
    }),
  )

/** A process that somebody stopped is not started. */
const mayRestart = (network: Watched, node: PlacedNode, height: number | null) =>
  height !== null || runningPid(network.workspace.node(node).pid) !== undefined

const restartOne = async (network: Watched, node: PlacedNode, restart: Restart) => {
  const { fullName } = node
  network.say(
    `${new Date().toISOString()} ${fullName} 停滞不前，重新启动`,
    `${fullName} stands still: started again`,
  )
  await restart(node).catch((error: Error) =>
    network.say(`${fullName} 未能重新启动：${error.message}`, `${fullName} could not be started again`),
  )
}

/**
 * Starts orderers again that stand still while their centre goes on, until `signal`. SmartBFT as it is in
 * Fabric 3.1.5 can block for good when a decision and the end of its view meet (hyperledger-labs/SmartBFT pull request 681);
 * the process then answers, says that it is healthy, and orders nothing any more.
 */
export const keepWatch = async (network: Watched, watch: Watch): Promise<void> => {
  const standing = standstills(watch.patience)
  const nodes = new Map(watch.nodes.map((node) => [node.fullName, node]))
  while (!watch.signal.aborted) {
    const looks = await looksAt(network, watch)
    for (const name of standing(looks, Date.now())) {
      const node = nodes.get(name)
      const height = looks.find((look) => look.node === name)?.height ?? null
      if (node && mayRestart(network, node, height)) await restartOne(network, node, watch.restart)
    }
    await sleep(watch.every, undefined, { signal: watch.signal }).catch(() => undefined)
  }
}
