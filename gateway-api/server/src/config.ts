import { maximumStatements } from '@huren/records'
import Joi from 'joi'
import type { LedgerSettings } from './ledger/connection.ts'
import type { DeliverySettings } from './queue/delivery.ts'
import type { QueueSettings } from './queue/settings.ts'

/** All settings of a gateway. Times are milliseconds. */
export interface GatewayConfig {
  /** Address and port to listen on; port 0 takes a free one. */
  readonly listen: { readonly host: string; readonly port: number }
  /** PEM files; without them the gateway speaks plain HTTP, for a reverse proxy or the same machine. */
  readonly tls?: { readonly certificate: string; readonly key: string }
  /** The origin under which callers know it, where a proxy stands in between: what signatures cover. */
  readonly publicUrl?: string
  /** Folder of the store: queue, dead letters, index. */
  readonly dataDir: string
  /** Throw the index away at the start; it comes back from the blocks. */
  readonly rebuildIndex: boolean
  readonly ledger: LedgerSettings
  /** Key file of the gateway's own key, with which it signs promises, and the file with its passphrase. */
  readonly key: string
  readonly passphraseFile: string
  readonly queue: QueueSettings
  readonly delivery: DeliverySettings
  /** Statements a minute and institution. */
  readonly rate: number
  /** Applications for onboarding an hour and address. */
  readonly applicationRate: number
  /** Milliseconds in which a request must have arrived, body and all. */
  readonly requestTimeout: number
  /** Seconds for which a token is valid. */
  readonly tokenSeconds: number
  /** Event streams in all, and of one caller. */
  readonly streams: { readonly all: number; readonly perCaller: number }
  /** Blocks that the index may be behind the ledger while the gateway calls itself ready. */
  readonly maximumLag: number
  /** Token that `/metrics` asks for; without it everybody may read the metrics. */
  readonly metricsToken?: string
  /** Folder with the page for newcomers, served at `/`. */
  readonly welcome?: string
  /** Where people look at what the ledger holds, as their browsers reach it; the page at `/` leads there. */
  readonly explorer?: string
  readonly logLevel: string
}

const positive = () => Joi.number().integer().min(1)

const configSchema = Joi.object<GatewayConfig, true>({
  listen: Joi.object({
    host: Joi.string().required(),
    port: Joi.number().port().allow(0).required(),
  }).required(),
  tls: Joi.object({ certificate: Joi.string().required(), key: Joi.string().required() }),
  publicUrl: Joi.string()
    .uri({ scheme: ['http', 'https'] })
    .pattern(/[^/]$/, 'an origin without a slash at its end'),
  dataDir: Joi.string().required(),
  rebuildIndex: Joi.boolean().default(false),
  ledger: Joi.object<LedgerSettings, true>({
    address: Joi.string().required(),
    tlsCertificate: Joi.string().required(),
    tlsServerName: Joi.string(),
    mspId: Joi.string().required(),
    identityCertificate: Joi.string().required(),
    identityKey: Joi.string().required(),
    channel: Joi.string().default('huren'),
    chaincode: Joi.string().default('huren'),
  }).required(),
  key: Joi.string().required(),
  passphraseFile: Joi.string().required(),
  queue: Joi.object<QueueSettings, true>({
    statements: positive().default(20_000),
    bytes: positive().default(64 * 1024 * 1024),
    deadline: positive().default(24 * 3600_000),
    batch: positive().max(maximumStatements).default(200),
    batchBytes: positive().default(1024 * 1024),
    inFlight: positive().max(64).default(4),
    linger: Joi.number().integer().min(0).default(20),
    replay: positive().default(60_000),
  }).default(),
  delivery: Joi.object<DeliverySettings, true>({
    patience: positive().default(15_000),
    oddAttempts: positive().default(4),
  }).default(),
  rate: positive().default(120_000),
  applicationRate: positive().default(20),
  requestTimeout: positive().max(120_000).default(30_000),
  tokenSeconds: positive().max(3600).default(300),
  streams: Joi.object({ all: positive().default(500), perCaller: positive().default(20) }).default(),
  maximumLag: positive().default(20),
  metricsToken: Joi.string().min(16),
  welcome: Joi.string(),
  explorer: Joi.string().uri({ scheme: ['http', 'https'] }),
  logLevel: Joi.string().valid('silent', 'error', 'warn', 'info', 'debug').default('info'),
})

/** What a caller of `startGateway` must say; the rest has defaults. */
export type GatewaySettings = Pick<GatewayConfig, 'listen' | 'dataDir' | 'key' | 'passphraseFile'> & {
  readonly ledger: Omit<LedgerSettings, 'channel' | 'chaincode'> & Partial<LedgerSettings>
  readonly queue?: Partial<QueueSettings>
  readonly delivery?: Partial<DeliverySettings>
  readonly streams?: Partial<GatewayConfig['streams']>
} & Partial<Omit<GatewayConfig, 'ledger' | 'queue' | 'delivery' | 'streams'>>

/** Fills in the defaults. @throws Joi.ValidationError that names the setting */
export const configOf = (settings: GatewaySettings): GatewayConfig => {
  const { error, value } = configSchema.validate(settings)
  if (error) throw error
  return value
}
