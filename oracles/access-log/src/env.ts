import { join } from 'node:path'
import { type AccessLogSettings, checkSettings } from './config.ts'

type Environment = Readonly<Record<string, string | undefined>>

const given = (entries: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined && value !== ''))

const address = (value: string) => {
  const [, host, port] = /^(.*):(\d+)$/.exec(value) ?? []
  if (!host || !port) throw new Error('HUREN_ACCESS_LISTEN: host:port')
  return { host, port: Number(port) }
}
const milliseconds = (name: string, value: string) => {
  if (!/^\d+$/.test(value)) throw new Error(`${name}: 毫秒数 / a number of milliseconds`)
  return Number(value)
}

/** The one reader of the environment; the README's table says what each setting means. */
export const settingsFrom = (env: Environment): AccessLogSettings => {
  const required = (name: string): string => {
    const value = env[name]
    if (!value) throw new Error(`缺少设置 / the setting ${name} is missing`)
    return value
  }
  const dataDir = required('HUREN_ACCESS_DATA')
  return checkSettings({
    listen: address(env.HUREN_ACCESS_LISTEN || '127.0.0.1:8094'),
    dataDir,
    publicDir: env.HUREN_ACCESS_PUBLIC || join(dataDir, 'public'),
    institution: required('HUREN_ACCESS_INSTITUTION'),
    origin: required('HUREN_ACCESS_ORIGIN'),
    keysDir: required('HUREN_ACCESS_KEYS'),
    statementKey: required('HUREN_ACCESS_STATEMENT_KEY'),
    passphraseFile: required('HUREN_PASSPHRASE_FILE'),
    tokensFile: required('HUREN_ACCESS_TOKENS'),
    gateway: required('HUREN_URL'),
    notary: required('HUREN_NOTARY'),
    anchorEvery: milliseconds('HUREN_ACCESS_ANCHOR_MS', env.HUREN_ACCESS_ANCHOR_MS || '3000'),
    proveEvery: milliseconds('HUREN_ACCESS_PROVE_MS', env.HUREN_ACCESS_PROVE_MS || '1000'),
    ...given({ log: env.HUREN_ACCESS_LOG, trustFile: env.HUREN_TRUST }),
  })
}
