import { join } from 'node:path'
import { ensureBootstrapped } from '@huren/cli/src/start/bootstrap.ts'
import { ensureDefaults } from '@huren/cli/src/start/defaults.ts'
import { foldersOf, makeFolders } from '@huren/cli/src/start/folders.ts'
import { type CentralOrganisation, ensureCentrals } from '@huren/cli/src/start/organisations.ts'
import { gatewayPlan } from '@huren/cli/src/start/plans.ts'
import { reservePort } from '@huren/cli/src/start/port.ts'
import { supervise } from '@huren/cli/src/start/supervisor.ts'
import { Gateway } from '@huren/client'
import {
  buildContracts,
  connectTo,
  type DefaultOptions,
  deploy,
  type Network,
  peersOf,
  up,
} from '@huren/fabric-network'
import { endorsersFound, temporaryNetwork } from '@huren/fabric-network/testing'

/** A gateway in front of a real Fabric network on this machine. */
export interface FabricSystem {
  readonly url: string
  readonly centrals: readonly CentralOrganisation[]
  readonly network: Network
  readonly gatewayPid: number
  /** Ends the gateway and starts it again, on the same data and at the same address. */
  restartGateway(settings: Readonly<Record<string, string>>): Promise<void>
  stop(): Promise<void>
}

export interface FabricSystemOptions {
  readonly network?: DefaultOptions
  /** Settings of the gateway beside those that `huren start` gives it. */
  readonly gateway?: Readonly<Record<string, string>>
}

const silent = () => undefined

/** A whole network of native processes with this project's contracts, and the gateway that `huren start` would start. */
export const startFabricSystem = async (options: FabricSystemOptions = {}): Promise<FabricSystem> => {
  const { network, remove } = await temporaryNetwork(options.network)
  try {
    await up(network)
    await deploy(network, await buildContracts(join(network.workspace.root, 'contracts.cjs')))
    const [peer] = peersOf(network.consortium)
    if (!peer) throw new Error('a network has peers')
    await endorsersFound(connectTo(network, peer))
    const folders = {
      ...foldersOf(join(network.workspace.root, 'trial')),
      consortium: network.workspace.material,
    }
    await makeFolders(folders)
    const listen = await reservePort({ host: '127.0.0.1', port: 0 }, 'HUREN_LISTEN')
    const plan = await gatewayPlan(folders, listen, peer)
    const start = (settings: FabricSystemOptions['gateway']) =>
      supervise({ ...plan, env: { ...plan.env, ...settings } }, silent)
    let supervised = await start(options.gateway)
    const url = `http://${listen.host}:${listen.port}`
    const gateway = new Gateway({ url, retries: 8 })
    const centrals = await ensureCentrals(folders.organisations)
    await ensureBootstrapped(gateway, centrals)
    await ensureDefaults(gateway, centrals, folders.documents)
    const stop = async () => {
      await supervised.stop()
      await remove()
    }
    return {
      url,
      centrals,
      network,
      get gatewayPid() {
        return supervised.child.pid
      },
      restartGateway: async (settings) => {
        await supervised.stop()
        supervised = await start(settings)
      },
      stop,
    }
  } catch (error) {
    await remove()
    throw error
  }
}
