import { reservePort } from './port.ts'
import type { Address, StartSettings } from './settings.ts'

/** Where each part listens; free ports are picked once, so that a part that restarts comes back at its place. */
export interface Addresses {
  readonly gateway: Address
  readonly ledger: Address
  /** One for each notary, in the order of the central organisations; none when they are not wanted. */
  readonly notaries: readonly Address[]
  readonly explorer: Address | undefined
  readonly accessLog: Address | undefined
}

/** @throws UsageError `port-unavailable` */
export const reserveAddresses = async (settings: StartSettings): Promise<Addresses> => {
  const { listen, ledgerListen, explorerListen, without } = settings
  const free = { host: ledgerListen.host, port: 0 }
  const forNotaries = without.includes('notaries') ? [] : [free, free, free]
  return {
    gateway: await reservePort(listen, 'HUREN_LISTEN'),
    ledger: await reservePort(ledgerListen, 'HUREN_LEDGER_LISTEN'),
    notaries: await Promise.all(forNotaries.map((address) => reservePort(address, 'HUREN_LEDGER_LISTEN'))),
    explorer: without.includes('explorer')
      ? undefined
      : await reservePort(explorerListen, 'HUREN_EXPLORER_LISTEN'),
    accessLog:
      without.includes('access-log') || without.includes('notaries')
        ? undefined
        : await reservePort(free, 'HUREN_LEDGER_LISTEN'),
  }
}
