import { readFileSync } from 'node:fs'
import { checkSettings, type NotarySettings } from './config.ts'

type Environment = Readonly<Record<string, string | undefined>>

const required = (env: Environment, name: string): string => {
  const value = env[name]
  if (!value) throw new Error(`缺少设置 / the setting ${name} is missing`)
  return value
}

const given = (entries: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined && value !== ''))

const address = (value: string) => {
  const [, host, port] = /^(.*):(\d+)$/.exec(value) ?? []
  if (!host || !port) throw new Error('HUREN_NOTARY_LISTEN: host:port')
  return { host, port: Number(port) }
}

/** The organisation's peer and an identity that may read its blocks; the exporter of blocks needs no more. */
export const ledgerFrom = (env: Environment) => ({
  address: required(env, 'HUREN_LEDGER'),
  tlsCertificate: required(env, 'HUREN_LEDGER_TLS_CERT'),
  mspId: required(env, 'HUREN_MSP_ID'),
  identityCertificate: required(env, 'HUREN_IDENTITY_CERT'),
  identityKey: required(env, 'HUREN_IDENTITY_KEY'),
  channel: env.HUREN_CHANNEL || 'huren',
  chaincode: env.HUREN_CHAINCODE || 'huren',
  ...given({ tlsServerName: env.HUREN_LEDGER_TLS_NAME }),
})

/** The one reader of the environment; the README's table says what each setting means. */
export const settingsFrom = (env: Environment): NotarySettings =>
  checkSettings({
    listen: address(env.HUREN_NOTARY_LISTEN ?? '127.0.0.1:8090'),
    dataDir: required(env, 'HUREN_NOTARY_DATA'),
    institution: required(env, 'HUREN_NOTARY_INSTITUTION'),
    keysDir: required(env, 'HUREN_NOTARY_KEYS'),
    passphraseFile: required(env, 'HUREN_PASSPHRASE_FILE'),
    ledger: ledgerFrom(env),
    witnesses: JSON.parse(readFileSync(required(env, 'HUREN_NOTARY_WITNESSES'), 'utf8')),
    ...given({
      central: env.HUREN_NOTARY_CENTRAL?.split(','),
      collectEvery: env.HUREN_NOTARY_COLLECT_MS && Number(env.HUREN_NOTARY_COLLECT_MS),
      watchEvery: env.HUREN_NOTARY_WATCH_MS && Number(env.HUREN_NOTARY_WATCH_MS),
    }),
  })
