import { randomBytes, randomUUID } from 'node:crypto'
import { decision, type KeyId, makeEnvelope, report } from '@huren/records'
import { common, peer } from '@hyperledger/fabric-protos'
import { readBlock } from '../src/blocks/read-block.ts'
import type { ExplorerIndex } from '../src/explorer-index.ts'
import { type Invocation, makeBlock } from './blocks.ts'

const perTransaction = 50
const [hour, day] = [3_600_000, 86_400_000]
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
    ...('performedAt' in sample.payload && { performedAt: new Date(at - hour).toISOString() }),
    [type.name]: randomUUID(),
    subject: randomBytes(32).toString('hex'),
    item: `L${String(n % 300).padStart(5, '0')}`,
  }
  const bytes = new TextEncoder().encode(JSON.stringify(payload))
  return JSON.stringify(makeEnvelope(type.name, bytes, [{ keyid: pick(keys, n), sig }]))
}

const invocationOf = (first: number, at: number): Invocation => {
  const texts = Array.from({ length: perTransaction }, (_, i) => statementText(first + i, at))
  const { MVCC_READ_CONFLICT, VALID } = peer.TxValidationCode
  return {
    function: 'Report:submit',
    texts,
    answers: texts.map((_, i) =>
      (first + i) % 53 === 0 ? { outcome: 'refused', code: 'key-use' } : { outcome: 'committed' },
    ),
    validation: first % 997 === 0 ? MVCC_READ_CONFLICT : VALID,
    at,
    client: `City${first % 21}MSP`,
  }
}

/**
 * A block of statements, in the bytes in which a peer has it.
 * @param total how many the ledger will have: they are spread over the last two years @param many at most 500
 */
export const blockOf = (number: number, first: number, total: number, many = 500): Uint8Array => {
  const at = Date.now() - (1 - first / total) * 730 * day
  const invocations = Array.from({ length: Math.ceil(many / perTransaction) }, (_, t) =>
    invocationOf(first + t * perTransaction, at),
  )
  return makeBlock(number, invocations).serializeBinary()
}

/** Adds blocks as a peer gives them. */
export const add = (index: ExplorerIndex, blocks: readonly Uint8Array[]) =>
  index.add(blocks.map((bytes) => readBlock(common.Block.deserializeBinary(bytes), 'huren')))

/**
 * Puts statements into an index until it has `total`; only the index's own work is timed, from a block's bytes on.
 * @returns statements a second, by the clock and by processor time
 */
export const fill = async (index: ExplorerIndex, total: number) => {
  const [begun, perBlock] = [index.statements.size, 500]
  let [spent, processor] = [0, 0]
  for (let first = begun; first < total; first += 4 * perBlock) {
    const blocks = [0, 1, 2, 3].map((n) => blockOf(index.height + n, first + n * perBlock, total))
    const [before, processorBefore] = [performance.now(), process.cpuUsage()]
    await add(index, blocks)
    const { user, system } = process.cpuUsage(processorBefore)
    spent += performance.now() - before
    processor += (user + system) / 1000
  }
  const [unreadable] = index.statements.count({ type: (name) => name === '' })
  if (unreadable) throw new Error(`${unreadable.count} of the statements are none`)
  const statements = index.statements.size - begun
  return { perSecond: (statements / spent) * 1000, perProcessorSecond: (statements / processor) * 1000 }
}
