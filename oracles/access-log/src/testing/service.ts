import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { generateKey, saveKey } from '@huren/crypto-config'
import { tokenHash } from '../auth/tokens.ts'
import { type AccessLogSettings, checkSettings } from '../config.ts'
import { createLogKeys } from '../keys.ts'

/** One token for each right, and one of another institution. */
export const tokens = {
  append: 'token-of-the-viewer',
  read: 'token-of-the-portal',
  erase: 'token-of-the-archivist',
  reconcile: 'token-of-the-hospital',
  supervise: 'token-of-the-regulator',
  foreign: 'token-of-another-hospital',
} as const

const hospital = { institution: 'GD-4403-00007' }
const callers = [
  { name: 'viewer', sha256: tokenHash(tokens.append), may: ['append'] },
  { name: 'portal', sha256: tokenHash(tokens.read), may: ['read'] },
  { name: 'archive', sha256: tokenHash(tokens.erase), may: ['erase'] },
  { name: 'hospital', sha256: tokenHash(tokens.reconcile), may: ['reconcile', 'read'], ...hospital },
  { name: 'regulator', sha256: tokenHash(tokens.supervise), may: ['supervise'] },
  {
    name: 'other',
    sha256: tokenHash(tokens.foreign),
    may: ['append', 'read', 'reconcile'],
    institution: 'GD-4401-00012',
  },
]

/** Settings of a service whose folder, keys and tokens are there; nobody answers at its gateway and notary. */
export const newSettings = async (
  change: Partial<AccessLogSettings> = {},
): Promise<{ settings: AccessLogSettings; remove: () => Promise<void> }> => {
  const dir = await mkdtemp(join(tmpdir(), 'access-service-'))
  const passphrase = randomBytes(32).toString('base64url')
  const [passphraseFile, tokensFile, statementKey, keysDir] = [
    'passphrase',
    'tokens.json',
    'statement.key',
    'keys',
  ].map((name) => join(dir, name)) as [string, string, string, string]
  await mkdir(join(dir, 'data'))
  await writeFile(passphraseFile, passphrase)
  await writeFile(tokensFile, JSON.stringify(callers))
  await saveKey(statementKey, generateKey('ES256'), passphrase, 'random')
  await createLogKeys(keysDir, passphrase)
  const settings = checkSettings({
    listen: { host: '127.0.0.1', port: 0 },
    dataDir: join(dir, 'data'),
    publicDir: join(dir, 'public'),
    institution: 'GD-4401-90001',
    origin: 'cloud.example/access',
    keysDir,
    statementKey,
    passphraseFile,
    tokensFile,
    gateway: 'http://127.0.0.1:9',
    notary: 'http://127.0.0.1:9',
    anchorEvery: 100,
    proveEvery: 100,
    ...change,
  })
  return { settings, remove: () => rm(dir, { recursive: true }) }
}

/** The environment in which `main.ts` has these settings, on a free port. */
export const environmentOf = (settings: AccessLogSettings): Record<string, string> => ({
  HUREN_ACCESS_LISTEN: '127.0.0.1:0',
  HUREN_ACCESS_DATA: settings.dataDir,
  HUREN_ACCESS_PUBLIC: settings.publicDir,
  HUREN_ACCESS_INSTITUTION: settings.institution,
  HUREN_ACCESS_ORIGIN: settings.origin,
  HUREN_ACCESS_KEYS: settings.keysDir,
  HUREN_ACCESS_STATEMENT_KEY: settings.statementKey,
  HUREN_PASSPHRASE_FILE: settings.passphraseFile,
  HUREN_ACCESS_TOKENS: settings.tokensFile,
  HUREN_URL: settings.gateway,
  HUREN_NOTARY: settings.notary,
})

/** The service in a process of its own. */
export const spawnService = async (settings: AccessLogSettings) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environmentOf(settings) },
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  const { url, pid }: { url: string; pid: number } = JSON.parse(line)
  return { child, url, pid }
}

/** Calls a service as the holder of a token. */
export const caller =
  (url: string) => async (method: 'GET' | 'POST', path: string, token?: string, body?: unknown) => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const type = response.headers.get('content-type') ?? ''
    return {
      status: response.status,
      headers: response.headers,
      body: type.includes('json') ? JSON.parse(text) : text,
    }
  }
