import type { Contract } from '@hyperledger/fabric-gateway'
import { submitBatch } from '../../load/submit.ts'
import type { Step } from './story.ts'

/** Plays recorded invocations on a ledger with the official client; answers in the same order. */
export const replay = async (contract: Contract, steps: readonly Step[]): Promise<string[]> => {
  const answers: string[] = []
  for (const { name, args } of steps) answers.push(JSON.stringify(await submitBatch(contract, name, args)))
  return answers
}

/** Evaluates queries; answers in the same order. */
export const ask = async (
  contract: Contract,
  queries: readonly [string, ...string[]][],
): Promise<string[]> => {
  const answers: string[] = []
  for (const [name, ...args] of queries)
    answers.push(Buffer.from(await contract.evaluateTransaction(name, ...args)).toString('utf8'))
  return answers
}
