import { setTimeout as sleep } from 'node:timers/promises'
import type { Contract } from '@hyperledger/fabric-gateway'
import { isTransient, submitBatch } from './submit.ts'

/** Statements acknowledged together: committed, and said so to the client. */
export interface Acknowledgement {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly latency: number
  readonly ids: readonly string[]
}

export interface Load {
  readonly name: string
  /** Batches to be sent, each a list of envelopes; an array of them, or what makes the next. */
  readonly batches: { shift(): string[] | undefined }
  /** Batches under way at a time. */
  readonly lanes: number
  /** One contract per peer that a lane may go to; it moves on when one fails. */
  readonly contracts: readonly Contract[]
}

export interface Running {
  readonly acknowledged: Acknowledgement[]
  /** Attempts that failed and were made again. */
  readonly retries: string[]
  /** Lets what is under way finish. */
  stop(): Promise<void>
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Sends one batch until it is acknowledged, going round the peers. */
const persist = async (
  load: Load,
  lane: number,
  batch: string[],
  retries: string[],
): Promise<Acknowledgement> => {
  const begin = Date.now()
  for (let attempt = 0; ; attempt++) {
    const contract = load.contracts[(lane + attempt) % load.contracts.length]
    if (!contract) throw new Error('a load needs a peer to go to')
    try {
      const answer = await submitBatch(contract, load.name, batch)
      const refused = answer.find(({ outcome }) => outcome === 'refused')
      if (refused) throw new Error(`refused: ${JSON.stringify(refused)}`)
      const at = Date.now()
      return { at, latency: at - begin, ids: answer.map(({ id }) => id ?? '') }
    } catch (error) {
      if (!isTransient(error)) throw error
      retries.push(reason(error))
      await sleep(100)
    }
  }
}

/** Sends batches in several lanes until there are none left or it is stopped. */
export const startLoad = (load: Load): Running => {
  const acknowledged: Acknowledgement[] = []
  const retries: string[] = []
  let stopping = false
  const lane = async (number: number) => {
    for (let batch = load.batches.shift(); batch && !stopping; batch = load.batches.shift())
      acknowledged.push(await persist(load, number, batch, retries))
  }
  const done = Promise.all(Array.from({ length: load.lanes }, (_, number) => lane(number)))
  return {
    acknowledged,
    retries,
    stop: async () => {
      stopping = true
      await done
    },
  }
}
