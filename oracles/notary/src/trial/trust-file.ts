import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { NotaryKeys } from '../keys/notary-keys.ts'

/** The three central organisations of a trial, by their folders (see `huren start`). */
export const trialOrganisations = [
  {
    folder: 'consensus1',
    institution: 'GD-0000-00001',
    name: { zh: '共识机构甲', en: 'Consensus organisation one' },
  },
  {
    folder: 'consensus2',
    institution: 'GD-0000-00002',
    name: { zh: '共识机构乙', en: 'Consensus organisation two' },
  },
  { folder: 'supervisor', institution: 'GD-0000-00003', name: { zh: '监管机构', en: 'Supervisor' } },
] as const

const day = 86_400_000
const validDays = 2 * 365

const periodFrom = (start: number) => ({
  notBefore: new Date(start - day).toISOString(),
  notAfter: new Date(start + validDays * day).toISOString(),
})

/** The public part of an organisation's administration key: a key file shows it without a passphrase. */
const statementKey = async (organisations: string, folder: string) => {
  const file = join(organisations, folder, 'administration.key')
  const { algorithm, publicKey } = JSON.parse(await readFile(file, 'utf8'))
  return { algorithm, publicKey, ...periodFrom((await stat(file)).mtimeMs) }
}

/** A trust file for a trial's receipts (explorer/verify/SPEC.md, section 6); in earnest people agree on it outside. */
export const trustFileOf = async (organisations: string, keys: readonly NotaryKeys[]): Promise<string> => {
  const members = await Promise.all(
    trialOrganisations.map(async ({ folder, institution, name }, i) => {
      const key = await statementKey(organisations, folder)
      const { notBefore, notAfter } = key
      const own = keys[i]
      if (!own) throw new Error(`no notary keys for ${institution}`)
      const verifierKeys = {
        log: own.log.verifierKey,
        cosigner: own.cosigner.verifierKey,
        sm2: own.sm2.verifierKey,
      }
      return { institution, name, statementKeys: [key], notaries: [{ ...verifierKeys, notBefore, notAfter }] }
    }),
  )
  const starts = members.map(({ statementKeys: [key] }) => Date.parse(key?.notBefore ?? ''))
  const file = {
    format: 'huren-trust/v1',
    ...periodFrom(Math.min(...starts) + day),
    organisations: members,
    policy: { cosignatures: 2, including: ['GD-0000-00003'] },
  }
  return `${JSON.stringify(file, null, 2)}\n`
}
