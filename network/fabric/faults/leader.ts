import { setTimeout as sleep } from 'node:timers/promises'
import type { Label } from '@huren/records'
import { nodesOf, type PlacedNode } from '../src/description/nodes.ts'
import type { Network } from '../src/run/network.ts'
import { statusOf } from '../src/watch/status.ts'
import { type Fault, signalNodes, startAgain } from './fault.ts'

/** The orderer that leads now; none while there is no leader. */
export const leader = async (network: Network): Promise<PlacedNode[]> => {
  const { nodes } = await statusOf(network)
  const leading = nodes.find((node) => node.leader)?.node
  return nodesOf(network.consortium).filter(({ fullName }) => fullName === leading)
}

/** Whoever leads is killed, and started again when the next one has been killed; until it is mended. */
export const leaderKilledRepeatedly = (name: Label, pause: number): Fault => {
  const state = { going: false, done: Promise.resolve() }
  const goOn = async (network: Network) => {
    let last: PlacedNode[] = []
    while (state.going) {
      const killed = await leader(network)
      signalNodes(network, killed, 'SIGKILL')
      await startAgain(network, last)
      last = killed
      await sleep(pause)
    }
    await startAgain(network, last)
  }
  return {
    name,
    strike: ({ network }) => {
      state.going = true
      state.done = goOn(network)
    },
    mend: () => {
      state.going = false
      return state.done
    },
  }
}
