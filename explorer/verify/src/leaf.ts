import { reject } from './verdict.ts'

/** One line of the ledger's history: what became of one statement of one transaction. SPEC.md, section 2. */
export interface Leaf {
  /** `-` when the argument was no envelope. */
  readonly statement: string
  readonly block: number
  /** `-` when the transaction named itself in no valid way. */
  readonly transaction: string
  readonly position: number
  /** The transaction's timestamp in milliseconds since 1970, or `-`. */
  readonly time: string
  /** `committed`, `duplicate`, `refused <code>`, `invalid <validation code>` or `no-result`. */
  readonly result: string
}

const number = '(?:0|[1-9][0-9]{0,15})'
const shape = new RegExp(
  `^huren-leaf/v1\\n(-|[0-9a-f]{64})\\n(${number})\\n(-|[0-9a-f]{64})\\n(${number})\\n(-|${number})\\n` +
    '(committed|duplicate|no-result|refused [a-z][a-z0-9-]{0,63}|invalid (?:[1-9][0-9]{0,2}))\\n$',
)

/** @throws Rejection `leaf-malformed` */
export const parseLeaf = (text: string): Leaf => {
  const match = shape.exec(text)
  if (!match) return reject('leaf-malformed', '日志叶子的格式不正确。', 'A log leaf is not well-formed.')
  const [, statement = '', block, transaction = '', position, time = '', result = ''] = match
  return { statement, block: Number(block), transaction, position: Number(position), time, result }
}
