import { parentPort, workerData } from 'node:worker_threads'
import { type NodeFiles, nodeWith, transactionLike } from '../../src/testing/made-blocks.ts'
import { type Author, reportWriter } from './authors.ts'

/** What a thread makes transactions of. */
export interface TransactionMaterial {
  /** A real transaction, which the others are like. */
  readonly template: Uint8Array
  readonly endorsers: readonly NodeFiles[]
  readonly authors: readonly Author[]
}

const { template, endorsers, authors }: TransactionMaterial = workerData
const write = reportWriter(authors)
const nodes = endorsers.map(nodeWith)

/** Asked for transactions with so many statements each, answers with their envelopes. */
const make = async (sizes: readonly number[]): Promise<Uint8Array[]> => {
  const envelopes: Uint8Array[] = []
  for (const size of sizes)
    envelopes.push(
      await transactionLike(template, { texts: Array.from({ length: size }, write), endorsers: nodes }),
    )
  return envelopes
}

let turn: Promise<unknown> = Promise.resolve()
parentPort?.on('message', (sizes: readonly number[]) => {
  turn = turn.then(async () => parentPort?.postMessage(await make(sizes)))
})
