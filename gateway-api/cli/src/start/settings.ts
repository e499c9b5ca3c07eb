import { resolve } from 'node:path'
import { UsageError } from '../exit.ts'

/** How a trial system is started. */
export interface StartSettings {
  /** Everything that must survive lies here: certificates, keys, ledger, gateway. HUREN_DATA, `.huren` unless told. */
  readonly data: string
  /** Where people and programs reach the gateway. HUREN_LISTEN, `127.0.0.1:8080` unless told; port 0 takes a free one. */
  readonly listen: Address
  /** Where the gateway reaches the ledger. HUREN_LEDGER_LISTEN, a free port of 127.0.0.1 unless told. */
  readonly ledgerListen: Address
}
export interface Address {
  readonly host: string
  readonly port: number
}

/** `host:port`, `[::1]:port` or a port alone. */
export const addressOf = (text: string, name: string): Address => {
  const match = /^(?:(?<host>\[[0-9a-fA-F:]+\]|[^:\s]+):)?(?<port>\d{1,5})$/.exec(text)
  const port = Number(match?.groups?.port)
  if (!match || port > 65_535)
    throw new UsageError('address-malformed', `${name} takes host:port, not "${text}"`)
  return { host: (match.groups?.host ?? '127.0.0.1').replace(/^\[|\]$/g, ''), port }
}

export const hostPort = ({ host, port }: Address): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`

export interface StartOptions {
  readonly data?: string
  readonly listen?: string
  readonly ledgerListen?: string
}

/** Options first, then the environment, then what is usual. */
export const startSettings = (options: StartOptions, env: NodeJS.ProcessEnv): StartSettings => ({
  data: resolve(options.data ?? env.HUREN_DATA ?? '.huren'),
  listen: addressOf(options.listen ?? env.HUREN_LISTEN ?? '127.0.0.1:8080', 'HUREN_LISTEN'),
  ledgerListen: addressOf(
    options.ledgerListen ?? env.HUREN_LEDGER_LISTEN ?? '127.0.0.1:0',
    'HUREN_LEDGER_LISTEN',
  ),
})
