import { readFileSync } from 'node:fs'
import type { LedgerSettings } from '@huren/explorer-index'
import { sitesFrom } from './city/sites.ts'
import type { ExplorerOptions } from './server.ts'

type Environment = Readonly<Record<string, string | undefined>>

const required = (env: Environment, name: string): string => {
  const value = env[name]
  if (!value) throw new Error(`缺少设置 / the setting ${name} is missing`)
  return value
}

const signInOf = (env: Environment): ExplorerOptions['signIn'] =>
  env.HUREN_OIDC_ISSUER
    ? {
        kind: 'provider',
        issuer: env.HUREN_OIDC_ISSUER,
        clientId: required(env, 'HUREN_OIDC_CLIENT'),
        clientSecret: readFileSync(required(env, 'HUREN_OIDC_SECRET_FILE'), 'utf8').trim(),
      }
    : { kind: 'trial', accounts: required(env, 'HUREN_EXPLORER_ACCOUNTS') }

const addressOf = (text: string) => {
  const [, host, port] = /^(.*):(\d+)$/.exec(text) ?? []
  if (!host || !port) throw new Error('HUREN_EXPLORER_LISTEN: host:port')
  return { host, port: Number(port) }
}

/** The one reader of the environment. */
export const settingsFrom = (env: Environment): { ledger: LedgerSettings; explorer: ExplorerOptions } => ({
  ledger: {
    address: required(env, 'HUREN_LEDGER'),
    tlsCertificate: required(env, 'HUREN_LEDGER_TLS_CERT'),
    ...(env.HUREN_LEDGER_TLS_NAME && { tlsServerName: env.HUREN_LEDGER_TLS_NAME }),
    mspId: required(env, 'HUREN_MSP_ID'),
    identityCertificate: required(env, 'HUREN_IDENTITY_CERT'),
    identityKey: required(env, 'HUREN_IDENTITY_KEY'),
    channel: env.HUREN_CHANNEL ?? 'huren',
    chaincode: env.HUREN_CHAINCODE ?? 'huren',
  },
  explorer: {
    listen: addressOf(env.HUREN_EXPLORER_LISTEN ?? '127.0.0.1:8088'),
    dataDir: required(env, 'HUREN_EXPLORER_DATA'),
    web: required(env, 'HUREN_EXPLORER_WEB'),
    signIn: signInOf(env),
    ...(env.HUREN_EXPLORER_URL && { publicUrl: env.HUREN_EXPLORER_URL }),
    ...(env.HUREN_NOTARY_URL && { notary: env.HUREN_NOTARY_URL }),
    ...(env.HUREN_NOTARIES && { notaries: env.HUREN_NOTARIES.split(',') }),
    ...(env.HUREN_TRUST && { trust: env.HUREN_TRUST }),
    ...(env.HUREN_GATEWAY_URL && { gateway: env.HUREN_GATEWAY_URL }),
    ...(env.HUREN_DOCUMENTS && { documents: env.HUREN_DOCUMENTS }),
    ...(env.HUREN_CITIES && { cities: sitesFrom(readFileSync(env.HUREN_CITIES, 'utf8')) }),
    ...(env.HUREN_ACCESS_LOGS && { accessLogs: env.HUREN_ACCESS_LOGS }),
    ...(env.HUREN_INDICATORS && { indicators: JSON.parse(readFileSync(env.HUREN_INDICATORS, 'utf8')) }),
  },
})
