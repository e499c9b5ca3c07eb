import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ExportableKey, generateKey, KeyError, loadKey, saveKey } from '@huren/crypto-config'
import type { Algorithm, InstitutionId } from '@huren/records'
import { UsageError } from '../exit.ts'

/** The three central organisations as signers of statements. */
const centrals = [
  { folder: 'consensus1', institution: 'GD-0000-00001' as InstitutionId },
  { folder: 'consensus2', institution: 'GD-0000-00002' as InstitutionId },
  { folder: 'supervisor', institution: 'GD-0000-00003' as InstitutionId },
] as const

export interface CentralOrganisation {
  readonly institution: InstitutionId
  /** Its key for `administration`. */
  readonly key: ExportableKey
}

/** The file's text; made of 256 random bits, mode 0600, when it is missing. */
const passphraseIn = async (path: string): Promise<string> => {
  await writeFile(path, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  return (await readFile(path, 'utf8')).trim()
}

const isMissing = (error: unknown) => error instanceof KeyError && error.code === 'key-file-missing'

/** Opens a key file of a trial, whose passphrase lies beside it; makes both when they are missing. */
export const ensureKey = async (
  file: string,
  passphraseFile: string,
  algorithm: Algorithm = 'SM2-SM3',
): Promise<ExportableKey> => {
  const passphrase = await passphraseIn(passphraseFile)
  try {
    return await loadKey(file, passphrase)
  } catch (error) {
    if (!isMissing(error)) throw error
    const key = generateKey(algorithm)
    await saveKey(file, key, passphrase, 'random')
    return key
  }
}

const filesOf = (dir: string, folder: string) => {
  const home = join(dir, folder)
  return { home, key: join(home, 'administration.key'), passphrase: join(home, 'passphrase') }
}

/**
 * The statement keys of the three central organisations, SM2, made once. A trial keeps all three on one machine; in
 * earnest each lies with its organisation.
 */
export const ensureCentrals = (dir: string): Promise<CentralOrganisation[]> =>
  Promise.all(
    centrals.map(async ({ folder, institution }) => {
      const { home, key, passphrase } = filesOf(dir, folder)
      await mkdir(home, { recursive: true, mode: 0o700 })
      return { institution, key: await ensureKey(key, passphrase) }
    }),
  )

/** The same keys of a system that exists; nothing is made. @throws UsageError `organisations-missing`, KeyError */
export const loadCentrals = (dir: string): Promise<CentralOrganisation[]> =>
  Promise.all(
    centrals.map(async ({ folder, institution }) => {
      const { key, passphrase } = filesOf(dir, folder)
      const text = await readFile(passphrase, 'utf8').catch(() => {
        throw new UsageError(
          'organisations-missing',
          `${dir} 中没有中心机构密钥 holds no keys of the central organisations`,
        )
      })
      return { institution, key: await loadKey(key, text.trim()) }
    }),
  )
