import { randomBytes } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLogKeys, tokenHash } from '@huren/access-log'
import { ensureKey } from '../organisations.ts'
import type { CloudKeys } from './cloud.ts'

/** Where a trial's access log keeps what is its own. */
export const accessLogFiles = (folder: string) => ({
  data: join(folder, 'data'),
  keys: join(folder, 'keys'),
  passphrase: join(folder, 'passphrase'),
  statementKey: join(folder, 'statement.key'),
  administrationKey: join(folder, 'administration.key'),
  tokens: join(folder, 'tokens.json'),
  /** The token itself, for the operator alone (mode 0600): whoever has it may do everything here. */
  token: join(folder, 'token'),
  /** The supervisor's: it reads the reports of reconciliations, and what concerns institutions. */
  supervisorToken: join(folder, 'supervisor-token'),
  /** Where the service answers. */
  url: join(folder, 'url'),
})

const isThere = async (path: string) => (await stat(path).catch(() => undefined)) !== undefined
const all = ['append', 'read', 'erase', 'reconcile', 'supervise']

/** Draws a token, whose hash is added to those that the service knows. */
const addToken = async (tokens: string, file: string, name: string, may: readonly string[]) => {
  const token = randomBytes(32).toString('base64url')
  const known: object[] = JSON.parse(await readFile(tokens, 'utf8').catch(() => '[]'))
  await writeFile(file, token, { mode: 0o600 })
  await writeFile(tokens, JSON.stringify([...known, { name, sha256: tokenHash(token), may }]))
}

/** Makes keys and a token once, with a random passphrase that lies beside them. */
export const ensureAccessLogFiles = async (folder: string): Promise<CloudKeys> => {
  const files = accessLogFiles(folder)
  await mkdir(files.data, { recursive: true, mode: 0o700 })
  const log = await ensureKey(files.statementKey, files.passphrase, 'ES256')
  const administration = await ensureKey(files.administrationKey, files.passphrase, 'SM2-SM3')
  const passphrase = (await readFile(files.passphrase, 'utf8')).trim()
  if (!(await isThere(files.keys))) await createLogKeys(files.keys, passphrase)
  if (!(await isThere(files.tokens))) await addToken(files.tokens, files.token, 'operator', all)
  if (!(await isThere(files.supervisorToken)))
    await addToken(files.tokens, files.supervisorToken, 'supervisor', ['supervise'])
  return { administration, log }
}
