import { families, type OpenedEnvelope, openEnvelope, preAuthEncoding, Refusal } from '@huren/records'
import type { CheckedBlock } from '../blocks/check-block.ts'
import { sha256 } from '../blocks/header.ts'
import type { Invocation, Transaction } from '../blocks/transactions.ts'

/** A leaf of the log and the statement that it is about. Format: explorer/verify/SPEC.md, section 2. */
export interface LeafEntry {
  /** The leaf's bytes, as text. */
  readonly leaf: string
  /** Statement id, or `-`. */
  readonly statement: string
  readonly block: number
  readonly transaction: string
  readonly result: string
  /** The argument's text: the envelope exactly as the ledger has it. */
  readonly envelope: string
  /** The envelope opened; undefined when the argument is none. */
  readonly opened: OpenedEnvelope | undefined
  /** Whether the central organisations' bootstrap stated it. */
  readonly bootstrap: boolean
}

const bootstrap = 'Registry:bootstrap'
const statementFunctions = new Set<string>([...families.map((family) => `${family}:submit`), bootstrap])
const hex64 = /^[0-9a-f]{64}$/
const code = /^[a-z][a-z0-9-]{0,63}$/
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const textOf = (argument: Uint8Array): string | undefined => {
  try {
    return utf8.decode(argument)
  } catch {
    return undefined
  }
}

const open = (text: string | undefined): OpenedEnvelope | undefined => {
  if (text === undefined) return undefined
  try {
    return openEnvelope(text)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** SHA-256 of the statement's pre-authentication encoding, or `-` for what is no envelope. */
const idOf = (opened: OpenedEnvelope | undefined): string =>
  opened ? sha256(preAuthEncoding(opened.envelope.payloadType, opened.payloadBytes)).toString('hex') : '-'

const wordOf = (answer: unknown, id: string): string => {
  if (typeof answer !== 'object' || answer === null || !('outcome' in answer) || !('id' in answer))
    return 'no-result'
  if (answer.id !== null && answer.id !== id) return 'no-result'
  if (answer.outcome === 'committed' || answer.outcome === 'duplicate')
    return answer.id === null ? 'no-result' : answer.outcome
  if (answer.outcome !== 'refused' || !('code' in answer)) return 'no-result'
  return typeof answer.code === 'string' && code.test(answer.code) ? `refused ${answer.code}` : 'no-result'
}

const answersOf = ({ response, arguments: list }: Invocation): unknown[] => {
  const text = textOf(response)
  try {
    const answers: unknown = JSON.parse(text ?? '')
    return Array.isArray(answers) && answers.length === list.length ? answers : []
  } catch {
    return []
  }
}

const leafText = (fields: readonly (string | number)[]) => `huren-leaf/v1\n${fields.join('\n')}\n`

const leavesOfTransaction = (
  block: number,
  { id, time, invocation }: Transaction,
  flag: number,
  chaincode: string,
): LeafEntry[] => {
  if (invocation?.chaincode !== chaincode || !statementFunctions.has(invocation.function)) return []
  const answers = flag === 0 ? answersOf(invocation) : []
  const transaction = hex64.test(id) ? id : '-'
  return invocation.arguments.map((argument, position) => {
    const text = textOf(argument)
    const opened = open(text)
    const statement = idOf(opened)
    const result = flag === 0 ? wordOf(answers[position], statement) : `invalid ${flag}`
    return {
      leaf: leafText([statement, block, transaction, position, time ?? '-', result]),
      statement,
      block,
      transaction,
      result,
      envelope: text ?? '',
      opened,
      bootstrap: invocation.function === bootstrap,
    }
  })
}

/** One leaf per statement of a block, in ledger order, invalid transactions included. A function of the block alone. */
export const leavesOf = ({ number, transactions, flags }: CheckedBlock, chaincode: string): LeafEntry[] =>
  transactions.flatMap((transaction, i) =>
    leavesOfTransaction(number, transaction, flags[i] ?? 255, chaincode),
  )
