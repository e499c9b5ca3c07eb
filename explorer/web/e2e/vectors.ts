import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BlockTransaction } from '@huren/explorer-index'
import { parseEnvelope } from '@huren/records'

interface Vectors {
  readonly texts: readonly string[]
  readonly cases: readonly { name: string; now: number; trust: number; receipt: number }[]
}
/** Receipts that the notary's formats define, and the trust file that goes with them. */
export const { texts, cases }: Vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../verify/vectors/passing.json'), 'utf8'),
)
const names = ['report', 'institution', 'signing-key-own', 'consent', 'erasure', 'refused']
export const chosen = cases.filter(({ name }) => names.includes(name))
export const now = chosen[0]?.now ?? 0
export const receiptOf = (name: string) =>
  texts[cases.find((each) => each.name === name)?.receipt ?? -1] ?? ''
const envelopeOf = (receipt: string): string => JSON.parse(receipt).statements[0].envelope
export const idOf = (name: string) => parseEnvelope(envelopeOf(receiptOf(name))).id

/** The chosen statements as a block; the server's index needs no more. */
export const block = () => {
  const envelopes = chosen.map(({ name }) => envelopeOf(receiptOf(name)))
  const transaction: BlockTransaction = {
    id: 'ab'.repeat(32),
    index: 0,
    validation: 'VALID',
    at: new Date(now - 3_600_000).toISOString(),
    client: 'ConsensusOneMSP/gateway',
    function: 'Report:submit',
    texts: envelopes,
    answers: envelopes.map((text, i) => ({
      id: parseEnvelope(text).id,
      outcome: chosen[i]?.name === 'refused' ? 'refused' : 'committed',
      ...(chosen[i]?.name === 'refused' && { code: 'key-use' }),
    })),
  }
  const invalid = {
    ...transaction,
    id: 'cd'.repeat(32),
    index: 1,
    validation: 'MVCC_READ_CONFLICT',
    answers: [],
  }
  // what no contract has
  const backdoor = {
    ...transaction,
    id: 'ef'.repeat(32),
    index: 2,
    function: 'Backdoor:open',
    texts: [],
    answers: [],
  }
  const transactions = [transaction, invalid, backdoor]
  return { number: 0, previousHash: '', dataHash: 'ef'.repeat(32), transactions }
}
