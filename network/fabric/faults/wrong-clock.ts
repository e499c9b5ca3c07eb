import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Label } from '@huren/records'
import { execa } from 'execa'
import { readDeployed } from '../src/deploy/deployed.ts'
import { contractService, serve } from '../src/deploy/service.ts'
import { type PlacedPeer, peersOf } from '../src/description/nodes.ts'
import type { Network } from '../src/run/network.ts'
import { start, stop } from '../src/run/process.ts'
import type { Fault } from './fault.ts'

const hour = 3_600_000
const clock = pathToFileURL(join(import.meta.dirname, 'clock.ts')).href

/** What gives a Node program a clock that is an hour ahead. */
const ahead = { NODE_OPTIONS: `--import ${clock}`, HUREN_CLOCK_OFFSET_MS: String(hour) }

const serviceOf = (network: Network, peer: PlacedPeer) => {
  const deployed = readDeployed(network)
  if (!deployed) throw new Error('contracts are deployed')
  return { deployed, service: contractService(network, peer, deployed) }
}

const chosen = (network: Network, organisation: string) =>
  peersOf(network.consortium).filter((peer) => peer.organisation.name === organisation)

/** The clock beside one peer's contracts is an hour ahead: it refuses what two others endorse. */
export const serviceClockWrong = (name: Label, organisation: string): Fault => ({
  name,
  strike: async ({ network }) => {
    for (const peer of chosen(network, organisation)) {
      const { service } = serviceOf(network, peer)
      await stop(service.pidFile, 0)
      start({ ...service, env: { ...service.env, ...ahead } })
    }
  },
  mend: async ({ network }) => {
    for (const peer of chosen(network, organisation)) {
      const { service, deployed } = serviceOf(network, peer)
      await stop(service.pidFile, 0)
      await serve(network, peer, deployed)
    }
  },
})

/** Another client whose clock is an hour ahead asks all the while; it must be refused, and disturb nobody. */
export const clientClockWrong = (name: Label): Fault => {
  const state = { going: false, done: Promise.resolve() }
  const ask = async (network: Network) => {
    const script = join(import.meta.dirname, 'late-client.ts')
    while (state.going) {
      const { stdout } = await execa(process.execPath, [script, network.workspace.root], { env: ahead })
      if (!/timestamp|clock/.test(stdout)) throw new Error(`a client with a wrong clock was told: ${stdout}`)
    }
  }
  return {
    name,
    strike: ({ network }) => {
      state.going = true
      state.done = ask(network)
      state.done.catch(() => undefined)
    },
    mend: () => {
      state.going = false
      return state.done
    },
  }
}
