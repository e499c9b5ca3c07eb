import { writeFile } from 'node:fs/promises'
import { Gateway } from '@huren/client'
import { createConsortium } from '@huren/crypto-config'
import { ensureCloud } from './access-log/cloud.ts'
import { accessLogFiles, ensureAccessLogFiles } from './access-log/files.ts'
import { type Addresses, reserveAddresses } from './addresses.ts'
import { ensureBootstrapped } from './bootstrap.ts'
import type { ChildPlan } from './child.ts'
import { ensureDefaults } from './defaults.ts'
import { accountFiles } from './explorer/accounts.ts'
import { ensureExplorerBuilt } from './explorer/build.ts'
import { type Folders, foldersOf, makeFolders } from './folders.ts'
import { lockFolder } from './lock.ts'
import { type CentralOrganisation, ensureCentrals } from './organisations.ts'
import { Parts } from './parts.ts'
import { accessLogPlan, explorerPlan, gatewayPlan, ledgerPlan, notariesPlan, trustFileOf } from './plans.ts'
import { type Address, hostPort, type StartSettings } from './settings.ts'

/** Process ids, for whoever watches them; they change when a part is started again. */
export interface Pids {
  readonly start: number
  readonly ledger: number
  readonly gateway: number
  readonly notaries?: number
  readonly explorer?: number
  readonly accessLog?: number
}

/** A running trial system: ledger, gateway, notaries, explorer and access log, each a process of its own. */
export interface System {
  readonly url: string
  readonly ledgerAddress: string
  readonly folders: Folders
  readonly pids: Pids
  /** In the order of the central organisations; the last is the supervisor's. */
  readonly notaries?: { readonly urls: readonly string[]; readonly trust: string }
  /** `passwords` is a file of mode 0600 with the accounts' first passwords. */
  readonly explorer?: { readonly url: string; readonly passwords: string }
  /** The imaging cloud's access log; `tokenFile` (mode 0600) opens it. */
  readonly accessLog?: { readonly url: string; readonly tokenFile: string }
  /** What was done for the first time. */
  readonly made: { readonly bootstrap: boolean; readonly defaults: boolean }
  /** Rejects when a child is given up. */
  readonly givenUp: Promise<never>
  /** Readers first, then the gateway, so that it drains into a ledger that still runs. */
  stop(): Promise<void>
}

type Say = (line: string) => void
const urlOf = (address: Address) => `http://${hostPort(address)}`

type Centrals = readonly CentralOrganisation[]

const startGateway = async (
  parts: Parts,
  plan: ChildPlan,
  centrals: Centrals,
  folders: Folders,
  at: Addresses,
  say: Say,
) => {
  const part = await parts.start(plan)
  const gateway = new Gateway({ url: urlOf(at.gateway), retries: 8 })
  say('登记中心机构与目录 registering the central organisations and the catalogue')
  const bootstrap = await ensureBootstrapped(gateway, centrals)
  return { part, made: { bootstrap, defaults: await ensureDefaults(gateway, centrals, folders.documents) } }
}

const startNotaries = async (parts: Parts, folders: Folders, at: Addresses) =>
  at.notaries.length > 0 ? parts.start(notariesPlan(folders, at.ledger, at.notaries)) : undefined

const startExplorer = async (parts: Parts, folders: Folders, at: Addresses, built: Promise<void>) => {
  if (!at.explorer) return undefined
  await built
  return parts.start(await explorerPlan(folders, at.explorer, at, at.notaries.map(urlOf)))
}

/** It registers itself through the gateway, which is up. */
const startAccessLog = async (parts: Parts, centrals: Centrals, folders: Folders, at: Addresses) => {
  const notary = at.notaries.at(-1)
  if (!at.accessLog || !notary) return undefined
  const keys = await ensureAccessLogFiles(folders.accessLog)
  const gateway = new Gateway({ url: urlOf(at.gateway), retries: 8 })
  await ensureCloud(gateway, centrals, keys)
  await writeFile(accessLogFiles(folders.accessLog).url, urlOf(at.accessLog))
  return parts.start(accessLogPlan(folders, at.accessLog, at.gateway, urlOf(notary)))
}

/** All parts, the ledger first; what only reads it does not wait for one another. */
const startParts = async (parts: Parts, folders: Folders, at: Addresses, say: Say) => {
  const built = at.explorer ? ensureExplorerBuilt(say) : Promise.resolve()
  built.catch(() => undefined)
  say('准备证书与密钥 certificates and keys')
  await createConsortium(folders.consortium)
  const centrals = await ensureCentrals(folders.organisations)
  const gatewayAsPlanned = await gatewayPlan(folders, at.gateway, at.ledger, at.explorer)
  const ledger = await parts.start(ledgerPlan(folders, at.ledger))
  const starting = [
    startGateway(parts, gatewayAsPlanned, centrals, folders, at, say),
    startNotaries(parts, folders, at),
    startExplorer(parts, folders, at, built),
  ] as const
  // when one fails, nothing may still be on its way
  await Promise.allSettled(starting)
  const [{ part: gateway, made }, notaries, explorer] = await Promise.all(starting)
  const accessLog = await startAccessLog(parts, centrals, folders, at)
  return { ledger, gateway, notaries, explorer, accessLog, made }
}

/**
 * Brings a trial system up in its folder, or brings it back where it was.
 * @throws UsageError when the folder is in use or a port is; RefusedError when a part does not start
 */
export const startSystem = async (settings: StartSettings, say: Say): Promise<System> => {
  const lock = await lockFolder(settings.data)
  const parts = new Parts(say)
  const stop = async () => {
    await parts.stop()
    await lock.release()
  }
  try {
    const folders = foldersOf(settings.data)
    await makeFolders(folders)
    const at = await reserveAddresses(settings)
    const { ledger, gateway, notaries, explorer, accessLog, made } = await startParts(parts, folders, at, say)
    const url = urlOf(at.gateway)
    const site = at.explorer && {
      url: urlOf(at.explorer),
      passwords: accountFiles(folders.explorer).passwords,
    }
    lock.describe(`${site?.url ?? url} (pid ${process.pid})`)
    return {
      url,
      ledgerAddress: hostPort(at.ledger),
      folders,
      get pids() {
        return {
          start: process.pid,
          ledger: ledger.child.pid,
          gateway: gateway.child.pid,
          ...(notaries && { notaries: notaries.child.pid }),
          ...(explorer && { explorer: explorer.child.pid }),
          ...(accessLog && { accessLog: accessLog.child.pid }),
        }
      },
      ...(notaries && { notaries: { urls: at.notaries.map(urlOf), trust: trustFileOf(folders) } }),
      ...(site && { explorer: site }),
      ...(at.accessLog && {
        accessLog: { url: urlOf(at.accessLog), tokenFile: accessLogFiles(folders.accessLog).token },
      }),
      made,
      givenUp: parts.givenUp,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
