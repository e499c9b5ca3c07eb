import { Gateway } from '@huren/client'
import { createConsortium } from '@huren/crypto-config'
import { ensureBootstrapped } from './bootstrap.ts'
import { ensureDefaults } from './defaults.ts'
import { lockFolder } from './lock.ts'
import { type CentralOrganisation, ensureCentrals } from './organisations.ts'
import { type Folders, foldersOf, gatewayPlan, ledgerPlan, makeFolders } from './plans.ts'
import { reservePort } from './port.ts'
import { hostPort, type StartSettings } from './settings.ts'
import { type Supervised, supervise } from './supervisor.ts'

/** A running trial system: ledger and gateway, each a process of its own. */
export interface System {
  readonly url: string
  readonly ledgerAddress: string
  readonly folders: Folders
  readonly pids: { readonly start: number; readonly ledger: number; readonly gateway: number }
  /** What was done for the first time. */
  readonly made: { readonly bootstrap: boolean; readonly defaults: boolean }
  /** Rejects when a child is given up. */
  readonly givenUp: Promise<never>
  /** The gateway first, so that it drains into a ledger that still runs. */
  stop(): Promise<void>
}

type Say = (line: string) => void

const fill = async (url: string, folders: Folders, centrals: readonly CentralOrganisation[]) => {
  const gateway = new Gateway({ url, retries: 8 })
  const bootstrap = await ensureBootstrapped(gateway, centrals)
  return { bootstrap, defaults: await ensureDefaults(gateway, centrals, folders.documents) }
}

const stopAll = async (running: readonly Supervised[]) => {
  for (const supervised of running.toReversed()) await supervised.stop()
}

/**
 * Brings a trial system up in its folder, or brings it back where it was.
 * @throws UsageError when the folder is in use or a port is; Error when a part does not start
 */
export const startSystem = async (settings: StartSettings, say: Say): Promise<System> => {
  const lock = await lockFolder(settings.data)
  const running: Supervised[] = []
  const stop = async () => {
    await stopAll(running)
    await lock.release()
  }
  try {
    const folders = foldersOf(settings.data)
    await makeFolders(folders)
    const listen = await reservePort(settings.listen, 'HUREN_LISTEN')
    const ledgerListen = await reservePort(settings.ledgerListen, 'HUREN_LEDGER_LISTEN')
    say('准备证书与密钥 certificates and keys')
    await createConsortium(folders.consortium)
    const [plan, centrals] = await Promise.all([
      gatewayPlan(folders, listen, ledgerListen),
      ensureCentrals(folders.organisations),
    ])
    say('启动账本 starting the ledger')
    const ledger = await supervise(ledgerPlan(folders, ledgerListen), say)
    running.push(ledger)
    say('启动网关 starting the gateway')
    const gateway = await supervise(plan, say)
    running.push(gateway)
    const url = `http://${hostPort(listen)}`
    say('登记中心机构与目录 registering the central organisations and the catalogue')
    const made = await fill(url, folders, centrals)
    lock.describe(`${url} (pid ${process.pid})`)
    return {
      url,
      ledgerAddress: hostPort(ledgerListen),
      folders,
      get pids() {
        return { start: process.pid, ledger: ledger.child.pid, gateway: gateway.child.pid }
      },
      made,
      givenUp: Promise.race([ledger.givenUp, gateway.givenUp]),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
