import {
  isStatementOf,
  keyId,
  type ParsedStatement,
  parseEnvelope,
  patientKey,
  Refusal,
  signingKey,
} from '@huren/records'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { WitnessedCheckpoint } from './checkpoint.ts'
import { type Leaf, parseLeaf } from './leaf.ts'
import { leafHash, rootFromInclusion } from './merkle.ts'
import type { Receipt, ReceiptStatement } from './receipt.ts'
import { reject } from './verdict.ts'

/** A statement of which the log proves what the ledger made of it. */
export interface Entry {
  readonly index: number
  readonly leaf: Leaf
  readonly statement: ParsedStatement
}

const parse = (text: string): ParsedStatement => {
  try {
    return parseEnvelope(text)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return reject(
      'statement-malformed',
      `声明格式不正确：${error.detail}`,
      `A statement is not well-formed: ${error.detail}`,
    )
  }
}

/** The ledger refuses a key whose id is not its own (`key-id-mismatch`); a receipt has no such statement. */
const checkKeyId = (statement: ParsedStatement) => {
  if (!isStatementOf(signingKey, statement) && !isStatementOf(patientKey, statement)) return
  if (keyId(statement.payload) !== statement.payload.key)
    reject(
      'statement-malformed',
      '登记的密钥标识与公钥不符。',
      'The registered key id is not that of its public key.',
    )
}

const equal = (a: Uint8Array, b: Uint8Array) => a.every((byte, i) => byte === b[i])

const checkInclusion = (
  { index, leaf, path }: ReceiptStatement,
  hashes: readonly Uint8Array[],
  { size, rootBytes }: WitnessedCheckpoint,
) => {
  if (index >= size)
    reject(
      'index-out-of-range',
      `第 ${index} 条超出检查点的 ${size} 条。`,
      `Entry ${index} lies outside the checkpoint's ${size} entries.`,
    )
  const audit = path.map(
    (n) =>
      hashes[n] ??
      reject(
        'receipt-malformed',
        '证明路径引用了不存在的哈希。',
        'A path refers to a hash that is not there.',
      ),
  )
  const root = rootFromInclusion(index, size, leafHash(utf8ToBytes(leaf)), audit)
  if (!root || !equal(root, rootBytes))
    reject(
      'inclusion-invalid',
      `第 ${index} 条的包含证明与检查点的根哈希不符：内容被改动，或不在此日志中。`,
      `The inclusion proof of entry ${index} does not lead to the checkpoint's root: it was changed, or is not in this log.`,
    )
}

const proveEntry = (item: ReceiptStatement, receipt: Receipt, checkpoint: WitnessedCheckpoint): Entry => {
  const leaf = parseLeaf(item.leaf)
  const statement = parse(item.envelope)
  if (leaf.statement !== statement.id)
    reject('leaf-mismatch', '日志叶子记录的是另一份声明。', 'The log leaf records another statement.')
  checkKeyId(statement)
  checkInclusion(item, receipt.hashes, checkpoint)
  return { index: item.index, leaf, statement }
}

/** The ledger's order is the log's order: a later entry never lies in an earlier block or position. */
const checkOrder = (entries: readonly Entry[]) => {
  const ordered = entries.toSorted((a, b) => a.index - b.index)
  for (const [i, { index, leaf }] of ordered.entries()) {
    const before = ordered[i - 1]
    if (!before) continue
    if (before.index === index)
      reject('statement-repeated', '回执中同一条目出现两次。', 'An entry stands twice in the receipt.')
    const sameTransaction = before.leaf.block === leaf.block && before.leaf.transaction === leaf.transaction
    if (before.leaf.block > leaf.block || (sameTransaction && before.leaf.position >= leaf.position))
      reject('leaf-order', '日志条目的次序与账本次序不符。', "The log's order is not the ledger's order.")
  }
}

const checkAllUsed = ({ hashes, statements }: Receipt) => {
  const used = new Set(statements.flatMap(({ path }) => path))
  if (used.size !== hashes.length)
    reject('hash-unused', '回执含有未被引用的哈希。', 'The receipt carries hashes that no path uses.')
}

/** Each statement of a receipt with its leaf, proven to lie in the witnessed log; the subject first. */
export const proveEntries = (receipt: Receipt, checkpoint: WitnessedCheckpoint): [Entry, ...Entry[]] => {
  const [subject, ...others] = receipt.statements.map((item) => proveEntry(item, receipt, checkpoint))
  if (!subject) return reject('receipt-malformed', '回执没有声明。', 'The receipt has no statement.')
  checkAllUsed(receipt)
  checkOrder([subject, ...others])
  return [subject, ...others]
}
