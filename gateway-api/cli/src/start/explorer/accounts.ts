import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createAccounts, type Person } from '@huren/explorer-server/accounts'
import { trialCity } from './city.ts'

/** The access key that a trial's first hospital in Guangzhou is given (EXCH-14): the demo's first one. */
const firstHospital = 'GD-4401-00001'

/** Who signs in to a trial's explorer. */
const people: readonly Person[] = [
  { account: 'regulator', name: '监管员', role: 'regulator' },
  { account: 'auditor', name: '审计员', role: 'auditor' },
  { account: 'hospital', name: '医院信息科', role: 'hospital', institution: firstHospital },
  { account: 'city', name: '地市运维', role: 'city', city: trialCity },
  { account: 'patient', name: '患者', role: 'patient' },
  { account: 'relative', name: '亲属', role: 'patient' },
]

export interface FirstPassword {
  readonly account: string
  readonly password: string
}

export interface ExplorerAccounts {
  /** What the explorer reads: only the passwords' hashes. */
  readonly file: string
  /** The first passwords, for the operator alone (mode 0600); delete it when they are handed over. */
  readonly passwords: string
}

export const accountFiles = (explorer: string): ExplorerAccounts => ({
  file: join(explorer, 'accounts.json'),
  passwords: join(explorer, 'first-passwords.json'),
})

/** Makes the accounts once, with random passwords. */
export const ensureAccounts = async (explorer: string): Promise<ExplorerAccounts> => {
  const files = accountFiles(explorer)
  if (await stat(files.file).catch(() => undefined)) return files
  const made = await createAccounts(files.file, people)
  const first = made.map(({ account, password }): FirstPassword => ({ account, password }))
  await writeFile(files.passwords, `${JSON.stringify(first, null, 2)}\n`, { mode: 0o600 })
  return files
}

/** The first passwords, until the operator has deleted their file. */
export const firstPasswords = async (file: string): Promise<readonly FirstPassword[]> =>
  JSON.parse(await readFile(file, 'utf8').catch(() => '[]'))
