import type { CertificateRow, ExplorerIndex, KeyRow } from '@huren/explorer-index'
import {
  type Commitment,
  type InstitutionId,
  isStatementOf,
  type KeyId,
  parseEnvelope,
  signingKey,
} from '@huren/records'

/** A key of the hospital as its door shows it. */
export interface OwnKey extends KeyRow {
  readonly revokedFrom?: string
  /** The doctor or system that holds it, committed. */
  readonly holder?: Commitment
  /** Statements on the ledger that it signed. */
  readonly signed: number
}

const holderOf = async (index: ExplorerIndex, { statement }: KeyRow): Promise<Commitment | undefined> => {
  const [entry] = await index.entriesOf(statement)
  const text = entry && (await index.buckets.texts.get(entry))
  const parsed = text && parseEnvelope(text)
  return parsed && isStatementOf(signingKey, parsed) ? parsed.payload.holder : undefined
}

/** All keys that were ever registered for an institution, those that end first in front. */
export const ownKeys = async (index: ExplorerIndex, institution: InstitutionId): Promise<OwnKey[]> => {
  const counts = index.statements.count(
    { institution: (word) => word === institution, result: (word) => word === 'committed' },
    ['signer'],
  )
  const signed = new Map(counts.map(({ key: [signer = ''], count }) => [signer, count]))
  const keys: OwnKey[] = []
  for await (const row of index.buckets.keys.values()) {
    if (row.institution !== institution) continue
    const [revokedFrom, holder] = await Promise.all([
      index.buckets.revocations.get(row.key),
      holderOf(index, row),
    ])
    keys.push({
      ...row,
      signed: signed.get(row.key) ?? 0,
      ...(revokedFrom && { revokedFrom }),
      ...(holder && { holder }),
    })
  }
  return keys.sort((a, b) => (a.notAfter < b.notAfter ? -1 : 1))
}

/** What the ledger says of a key now, as this institution's. */
export type DeskState = 'unregistered' | 'foreign' | 'not-yet-valid' | 'active' | 'expired' | 'revoked'

/** @param now milliseconds since 1970 */
export const deskState = async (
  index: ExplorerIndex,
  institution: InstitutionId,
  key: KeyId,
  now = Date.now(),
): Promise<{ readonly state: DeskState; readonly notAfter?: string; readonly uses?: readonly string[] }> => {
  const row = await index.buckets.keys.get(key)
  if (!row) return { state: 'unregistered' }
  if (row.institution !== institution) return { state: 'foreign' }
  const { notBefore, notAfter, uses } = row
  const revokedFrom = await index.buckets.revocations.get(key)
  const state = () => {
    if (revokedFrom && now >= Date.parse(revokedFrom)) return 'revoked'
    if (now < Date.parse(notBefore)) return 'not-yet-valid'
    return now < Date.parse(notAfter) ? 'active' : 'expired'
  }
  return { state: state(), notAfter, uses }
}

/** Statements that are looked at to learn which chain accounts carry them. */
const lookedAt = 500

/** Certificates of the chain accounts (链账户) that carried the institution's newest statements to the ledger. */
export const carriers = async (
  index: ExplorerIndex,
  institution: InstitutionId,
): Promise<CertificateRow[]> => {
  const found = index.statements.list({ institution: (word) => word === institution }, lookedAt)
  const transactions = [...new Set(found.map((key) => key.slice(0, key.lastIndexOf('-'))))]
  const rows = await index.buckets.transactions.getMany(transactions)
  const certificates: CertificateRow[] = []
  for (const client of new Set(rows.flatMap((row) => row?.client ?? []))) {
    const [mspId = '', name = ''] = client.split('/')
    for await (const row of index.buckets.certificates.values({ gt: `${mspId}/`, lt: `${mspId}0` }))
      if (row.name === name && row.use !== 'tls') certificates.push(row)
  }
  return certificates.sort((a, b) => b.seen - a.seen)
}
