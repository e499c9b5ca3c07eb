import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  checkSettings,
  createLogKeys,
  type RunningAccessLog,
  startAccessLog,
  tokenHash,
} from '@huren/access-log'
import { type ExportableKey, type SigningKey, saveKey } from '@huren/crypto-config'
import type { InstitutionId } from '@huren/records'
import type { RunningSystem } from '../dev-env/system.ts'

export const token = 'token-of-whoever-may-do-everything'
const passphrase = randomBytes(32).toString('base64url')
/** The regulator's: it reads what concerns institutions, and all reports; it appends, erases and compares nothing. */
export const supervisorToken = 'token-of-the-regulator'
const callers = [
  {
    name: 'all',
    sha256: tokenHash(token),
    may: ['append', 'read', 'erase', 'reconcile', 'supervise'],
  },
  { name: 'regulator', sha256: tokenHash(supervisorToken), may: ['supervise'] },
]

export interface ServiceOptions {
  readonly folder: string
  readonly system: RunningSystem
  readonly institution: InstitutionId
  readonly key: SigningKey
}

const isExportable = (key: SigningKey): key is ExportableKey => 'exportPrivate' in key

/** Settings of an access log beside a running system: keys, tokens and folders are made. */
const settingsOf = async ({ folder, system, institution, key }: ServiceOptions) => {
  const notary = system.notaries?.urls.at(-1)
  if (!system.notaries || !notary) throw new Error('an access log needs the notaries of the system')
  const at = (name: string) => join(folder, name)
  await mkdir(at('data'), { recursive: true })
  await writeFile(at('passphrase'), passphrase)
  await writeFile(at('tokens.json'), JSON.stringify(callers))
  if (!isExportable(key)) throw new Error('the key cannot be kept in a file')
  await saveKey(at('statement.key'), key, passphrase, 'random')
  await createLogKeys(at('keys'), passphrase)
  return checkSettings({
    listen: { host: '127.0.0.1', port: 0 },
    dataDir: at('data'),
    publicDir: at('public'),
    institution,
    origin: `${institution.toLowerCase()}.example/access`,
    keysDir: at('keys'),
    statementKey: at('statement.key'),
    passphraseFile: at('passphrase'),
    tokensFile: at('tokens.json'),
    gateway: system.url,
    notary,
    trustFile: system.notaries.trust,
    anchorEvery: 500,
    proveEvery: 250,
  })
}

/** An access log as its operator starts it, and how it is asked. */
export interface AccessService extends RunningAccessLog {
  call<T>(path: string, body?: object): Promise<T>
  /** Waits until everything that is in the log is witnessed. */
  witnessed(): Promise<void>
}

const caller =
  (url: string) =>
  async <T>(path: string, body?: object): Promise<T> => {
    const response = await fetch(new URL(path, url), {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    })
    return response.json() as Promise<T>
  }

export const startService = async (options: ServiceOptions): Promise<AccessService> => {
  const running = await startAccessLog(await settingsOf(options))
  const { log, anchor } = running.context
  const witnessed = async () => {
    while (anchor.state.witnessed < log.size) await pause(100)
  }
  return { ...running, call: caller(running.url), witnessed }
}
