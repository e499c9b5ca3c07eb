import type { Contract } from '@hyperledger/fabric-gateway'
import type { Step } from './story.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')

/** Whether anything in a batch is new: only then is there something to order. */
const writes = (answer: string) =>
  JSON.parse(answer).some(({ outcome }: { outcome: string }) => outcome === 'committed')

/** Plays recorded invocations on a ledger with the official client; answers in the same order. */
export const replay = async (contract: Contract, steps: readonly Step[]): Promise<string[]> => {
  const answers: string[] = []
  for (const { name, args, answer } of steps) {
    const invoke = writes(answer) ? contract.submitTransaction : contract.evaluateTransaction
    answers.push(text(await invoke.call(contract, name, ...args)))
  }
  return answers
}

/** Evaluates queries; answers in the same order. */
export const ask = async (
  contract: Contract,
  queries: readonly [string, ...string[]][],
): Promise<string[]> => {
  const answers: string[] = []
  for (const [name, ...args] of queries) answers.push(text(await contract.evaluateTransaction(name, ...args)))
  return answers
}
