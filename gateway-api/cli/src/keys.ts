import { type ExportableKey, loadKey } from '@huren/crypto-config'
import type { Command } from 'commander'
import { several } from './command.ts'
import { UsageError } from './exit.ts'
import { type PassphraseOptions, passphraseFor } from './passphrase.ts'

export interface KeyOptions extends PassphraseOptions {
  readonly key?: readonly string[]
}

export const withPassphrase = (command: Command): Command =>
  command.option(
    '--passphrase-file <file>',
    '口令文件，可多次，按密钥顺序 file with the passphrase, several in the order of the keys (HUREN_PASSPHRASE_FILE)',
    several,
  )

export const withKeys = (command: Command): Command =>
  withPassphrase(
    command.option('--key <file>', '密钥文件，可多次 key file, may be repeated (HUREN_KEY)', several),
  )

const filesOf = ({ key }: KeyOptions) => key ?? (process.env.HUREN_KEY ? [process.env.HUREN_KEY] : [])

/** Opening a key is slow on purpose (scrypt), and its passphrase is asked for once. */
const opened = new Map<string, ExportableKey>()

const openKey = async (file: string, options: KeyOptions, index: number): Promise<ExportableKey> => {
  const known = opened.get(file)
  if (known) return known
  const key = await loadKey(file, await passphraseFor(file, options, index))
  opened.set(file, key)
  return key
}

/** The keys that the options name, opened. */
export const openKeys = async (options: KeyOptions): Promise<ExportableKey[]> => {
  const keys: ExportableKey[] = []
  for (const [index, file] of filesOf(options).entries()) keys.push(await openKey(file, options, index))
  return keys
}

/** As `openKeys`, at least one. */
export const requireKeys = async (options: KeyOptions): Promise<ExportableKey[]> => {
  const keys = await openKeys(options)
  if (keys.length > 0) return keys
  throw new UsageError('key-missing', 'give --key FILE or set HUREN_KEY')
}
