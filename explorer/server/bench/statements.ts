import { randomBytes, randomUUID } from 'node:crypto'
import type { Block, BlockTransaction } from '@huren/explorer-index'
import { decision, type KeyId, makeEnvelope, report } from '@huren/records'

const perTransaction = 50
const day = 86_400_000
const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T

/** As many doctors and systems as a province may have. */
const keys = Array.from({ length: 20_000 }, () => randomBytes(32).toString('hex') as KeyId)
const sig = randomBytes(64).toString('base64')

/** A report or a decision of one of 3,000 institutions in 21 cities. */
const statementText = (i: number, at: number): string => {
  const type = i % 2 ? decision : report
  const sample = pick<{ payload: object }>(type.valid, i >> 1)
  const n = i * 7919
  const payload = {
    ...sample.payload,
    issuer: `GD-44${String(1 + (n % 21)).padStart(2, '0')}-${String(n % 3000).padStart(5, '0')}`,
    issuedAt: new Date(at).toISOString(),
    [type.name]: randomUUID(),
    subject: randomBytes(32).toString('hex'),
    item: `L${String(n % 300).padStart(5, '0')}`,
  }
  const bytes = new TextEncoder().encode(JSON.stringify(payload))
  return JSON.stringify(makeEnvelope(type.name, bytes, [{ keyid: pick(keys, n), sig }]))
}

const transactionOf = (index: number, first: number, at: number): BlockTransaction => {
  const texts = Array.from({ length: perTransaction }, (_, i) => statementText(first + i, at))
  return {
    id: randomBytes(32).toString('hex'),
    index,
    validation: first % 997 === 0 ? 'MVCC_READ_CONFLICT' : 'VALID',
    at: new Date(at).toISOString(),
    client: `CityMSP/gateway${first % 21}`,
    function: 'Report:submit',
    texts,
    answers: texts.map((_, i) =>
      (first + i) % 53 === 0 ? { outcome: 'refused', code: 'key-use' } : { outcome: 'committed' },
    ),
  }
}

/**
 * A block of statements, as the index reads it from a peer.
 * @param total how many the ledger will have: they are spread over the last two years @param many at most 500
 */
export const blockOf = (number: number, first: number, total: number, many = 500): Block => {
  const at = Date.now() - (1 - first / total) * 730 * day
  return {
    number,
    previousHash: String(number - 1).padStart(64, '0'),
    dataHash: String(number).padStart(64, '0'),
    transactions: Array.from({ length: Math.ceil(many / perTransaction) }, (_, t) =>
      transactionOf(t, first + t * perTransaction, at),
    ),
  }
}
