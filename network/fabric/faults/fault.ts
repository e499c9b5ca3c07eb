import type { Label } from '@huren/records'
import { slots } from '../src/deploy/connection.ts'
import { serviceFiles } from '../src/deploy/service.ts'
import { nodesOf, type PlacedNode } from '../src/description/nodes.ts'
import type { Network } from '../src/run/network.ts'
import { runningPid } from '../src/run/process.ts'
import { startNode } from '../src/up.ts'
import type { Ground } from './ground.ts'

/** Something that happens to a network under load, and how an operator mends it. */
export interface Fault {
  readonly name: Label
  /** Returns at once; what goes on for a while ends with `mend`. */
  readonly strike: (ground: Ground) => Promise<void> | void
  readonly mend: (ground: Ground) => Promise<unknown> | unknown
  /** Whether it needs networks and disks of the nodes' own, which only root can make. */
  readonly needsRoot?: boolean
}

const pidFilesOf = (network: Network, node: PlacedNode) => [
  network.workspace.node(node).pid,
  ...(node.kind === 'peer' ? slots.map((slot) => serviceFiles(network, node, slot).pidFile) : []),
]

const signal = (pidFiles: readonly string[], name: NodeJS.Signals) => {
  for (const pidFile of pidFiles) {
    const pid = runningPid(pidFile)
    if (pid !== undefined) process.kill(pid, name)
  }
}

/** Sends a signal to nodes and the contract services beside them. */
export const signalNodes = (network: Network, nodes: readonly PlacedNode[], name: NodeJS.Signals) =>
  signal(
    nodes.flatMap((node) => pidFilesOf(network, node)),
    name,
  )

/** Starts nodes again as `huren network up` does. */
export const startAgain = (network: Network, nodes: readonly PlacedNode[]) =>
  Promise.all(nodes.map((node) => startNode(network, node)))

export type Choice = (network: Network) => PlacedNode[] | Promise<PlacedNode[]>

/** The nodes are ended with SIGKILL, all at once. */
export const killed = (name: Label, choose: Choice): Fault => {
  let nodes: PlacedNode[] = []
  return {
    name,
    strike: async ({ network }) => {
      nodes = await choose(network)
      signalNodes(network, nodes, 'SIGKILL')
    },
    mend: ({ network }) => startAgain(network, nodes),
  }
}

/** The nodes stand still (SIGSTOP) and go on. */
export const paused = (name: Label, choose: Choice): Fault => {
  let nodes: PlacedNode[] = []
  return {
    name,
    strike: async ({ network }) => {
      nodes = await choose(network)
      signalNodes(network, nodes, 'SIGSTOP')
    },
    mend: ({ network }) => signalNodes(network, nodes, 'SIGCONT'),
  }
}

/** The contract services are killed; the peers live. */
export const servicesKilled = (name: Label, choose: (node: PlacedNode) => boolean): Fault => {
  const chosen = (network: Network) =>
    nodesOf(network.consortium).filter((node) => node.kind === 'peer' && choose(node))
  return {
    name,
    strike: ({ network }) =>
      signal(
        chosen(network).flatMap((node) =>
          node.kind === 'peer' ? slots.map((slot) => serviceFiles(network, node, slot).pidFile) : [],
        ),
        'SIGKILL',
      ),
    mend: ({ network }) => startAgain(network, chosen(network)),
  }
}
