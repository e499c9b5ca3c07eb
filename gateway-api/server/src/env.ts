import type { GatewaySettings } from './config.ts'

type Environment = Readonly<Record<string, string | undefined>>

const required = (env: Environment, name: string): string => {
  const value = env[name]
  if (!value) throw new Error(`the setting ${name} is missing`)
  return value
}

const address = (value: string) => {
  const [, host, port] = /^(.*):(\d+)$/.exec(value) ?? []
  if (!host || !port) throw new Error('HUREN_LISTEN must be host:port')
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) }
}

/** Optional settings: environment variable, and where it goes. Numbers and the like are read by the schema. */
const given = (entries: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined && value !== ''))

/** The one reader of the environment. The README's table says what each setting means. */
export const settingsFrom = (env: Environment): GatewaySettings => ({
  listen: address(env.HUREN_LISTEN ?? '127.0.0.1:8080'),
  dataDir: required(env, 'HUREN_DATA'),
  key: required(env, 'HUREN_GATEWAY_KEY'),
  passphraseFile: required(env, 'HUREN_PASSPHRASE_FILE'),
  ledger: {
    address: required(env, 'HUREN_LEDGER'),
    tlsCertificate: required(env, 'HUREN_LEDGER_TLS_CERT'),
    mspId: required(env, 'HUREN_MSP_ID'),
    identityCertificate: required(env, 'HUREN_IDENTITY_CERT'),
    identityKey: required(env, 'HUREN_IDENTITY_KEY'),
    ...given({
      tlsServerName: env.HUREN_LEDGER_TLS_NAME,
      channel: env.HUREN_CHANNEL,
      chaincode: env.HUREN_CHAINCODE,
    }),
  },
  queue: given({
    statements: env.HUREN_QUEUE_STATEMENTS,
    bytes: env.HUREN_QUEUE_BYTES,
    deadline: env.HUREN_DEADLINE_MS,
    batch: env.HUREN_BATCH,
    inFlight: env.HUREN_IN_FLIGHT,
    linger: env.HUREN_LINGER_MS,
    replay: env.HUREN_REPLAY_MS,
  }),
  ...(env.HUREN_TLS_CERT && {
    tls: { certificate: env.HUREN_TLS_CERT, key: required(env, 'HUREN_TLS_KEY') },
  }),
  ...given({
    publicUrl: env.HUREN_PUBLIC_URL,
    rebuildIndex: env.HUREN_REBUILD_INDEX,
    rate: env.HUREN_RATE,
    applicationRate: env.HUREN_APPLICATION_RATE,
    requestTimeout: env.HUREN_REQUEST_TIMEOUT_MS,
    tokenSeconds: env.HUREN_TOKEN_SECONDS,
    maximumLag: env.HUREN_MAXIMUM_LAG,
    metricsToken: env.HUREN_METRICS_TOKEN,
    welcome: env.HUREN_WELCOME,
    explorer: env.HUREN_EXPLORER_URL,
    logLevel: env.HUREN_LOG_LEVEL,
  }),
})
