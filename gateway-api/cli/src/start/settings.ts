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
  /** Where browsers go; beside a gateway on a free port, a free port too. */
  readonly explorerListen: Address
  /** Parts that are not wanted. */
  readonly without: readonly OptionalPart[]
}

/** What a system can do without: tests and benches start often, and look at none. An access log needs the notaries. */
const optionalParts = ['notaries', 'explorer', 'access-log'] as const
export type OptionalPart = (typeof optionalParts)[number]

const partsOf = (text: string): OptionalPart[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
    .map((word) => {
      const part = optionalParts.find((name) => name === word)
      if (!part) throw new UsageError('part-unknown', `--without: ${optionalParts.join(', ')}, not "${word}"`)
      return part
    })

export interface Address {
  readonly host: string
  readonly port: number
}

/** `host:port`, `[::1]:port` or a port alone. */
const addressOf = (text: string, name: string): Address => {
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
  readonly explorerListen?: string
  readonly without?: string
}

/** Options first, then the environment, then what is usual. @throws UsageError naming what is malformed */
export const startSettings = (options: StartOptions, env: NodeJS.ProcessEnv): StartSettings => {
  const listen = addressOf(options.listen ?? env.HUREN_LISTEN ?? '127.0.0.1:8080', 'HUREN_LISTEN')
  return {
    data: resolve(options.data ?? env.HUREN_DATA ?? '.huren'),
    listen,
    ledgerListen: addressOf(
      options.ledgerListen ?? env.HUREN_LEDGER_LISTEN ?? '127.0.0.1:0',
      'HUREN_LEDGER_LISTEN',
    ),
    explorerListen: addressOf(
      options.explorerListen ?? env.HUREN_EXPLORER_LISTEN ?? `127.0.0.1:${listen.port === 0 ? 0 : 8088}`,
      'HUREN_EXPLORER_LISTEN',
    ),
    without: partsOf(options.without ?? env.HUREN_WITHOUT ?? ''),
  }
}
