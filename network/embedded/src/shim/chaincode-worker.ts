/** The chaincode's thread: a peer's endorsing of each organisation, and the chaincode, over the shim protocol. */
import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { peer } from '@hyperledger/fabric-protos'
import handler from 'fabric-shim/lib/handler.js'
import logging from 'fabric-shim/lib/logger.js'
import { type Proposal, unpackProposal } from '../endorser/proposal.ts'
import { Simulation } from '../endorser/simulation.ts'
import { openStateReader, type StateReader } from '../store/state-reader.ts'
import type { Conversation } from './conversation.ts'
import { LocalStream } from './local-stream.ts'
import { newMessage } from './message.ts'
import type {
  FromThread,
  NotSimulated,
  Simulated,
  SimulationAnswer,
  SimulationRequest,
  ToThread,
} from './simulation-message.ts'

export interface WorkerTask {
  /** Module that exports createChaincode(). */
  readonly module: string
  readonly chaincodeName: string
  /** Folder of the ledger's store, which is open in this process. */
  readonly dataDir: string
  /** How many conversations. */
  readonly organisations: number
  /** Milliseconds after which an execution is given up. */
  readonly timeout: number
}

const nothing = () => undefined

/** For each access to the state the shim formats several messages, and only then looks whether anybody wants them. */
const quieten = () => {
  if (process.env.CORE_CHAINCODE_LOGGING_LEVEL === 'DEBUG') return
  for (const name of ['lib/handler.js', 'lib/stub.js', 'contracts-spi/chaincodefromcontract.js'])
    Object.assign(logging.getLogger(name), { debug: nothing })
}

const registration = (chaincodeName: string) => {
  const id = new peer.ChaincodeID()
  id.setName(chaincodeName)
  return newMessage(peer.ChaincodeMessage.Type.REGISTER, '', '', id.serializeBinary())
}

const isChaincode = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'Init' in value && 'Invoke' in value

const loadChaincode = async (module: string): Promise<object> => {
  const { createChaincode } = await import(isAbsolute(module) ? pathToFileURL(module).href : module)
  const chaincode: unknown = await createChaincode()
  if (!isChaincode(chaincode))
    throw new Error(`createChaincode() of ${module} gives no chaincode (Init and Invoke)`)
  return chaincode
}

const converse = async ({ module, chaincodeName, organisations }: WorkerTask): Promise<Conversation[]> => {
  const chaincode = await loadChaincode(module)
  const streams = Array.from({ length: organisations }, () => new LocalStream(chaincodeName))
  for (const stream of streams)
    new handler.ChaincodeMessageHandler(stream, chaincode).chat(registration(chaincodeName))
  await Promise.all(streams.map(({ peer: { ready } }) => ready))
  return streams.map(({ peer: conversation }) => conversation)
}

/** Runs the proposal's function in one conversation. */
const execute = async (
  conversation: Conversation,
  proposal: Proposal,
  simulation: Simulation,
  timeout: number,
): Promise<Simulated> => {
  const completion = conversation.invoke(proposal, simulation)
  const expired = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => expired.reject(new Error('timeout expired while executing transaction')),
    timeout,
  )
  try {
    const { response, event } = await Promise.race([completion, expired.promise])
    return {
      response: response.serializeBinary(),
      event: event?.serializeBinary(),
      results: simulation.results(proposal.chaincodeName),
    }
  } finally {
    clearTimeout(timer)
    await conversation.abandon(proposal.transactionId)
  }
}

const notSimulated = (reason: unknown): NotSimulated => ({
  failure: reason instanceof Error ? reason.message : String(reason),
})

/** All organisations' runs see the same snapshot. */
const simulate = (
  { id, proposal: bytes, organisations }: SimulationRequest,
  conversations: readonly Conversation[],
  state: StateReader,
  timeout: number,
): Promise<SimulationAnswer> =>
  state.withSnapshot(async (snapshot) => {
    const proposal = unpackProposal(peer.SignedProposal.deserializeBinary(bytes))
    const settled = await Promise.allSettled(
      organisations.map((index) =>
        execute(conversations[index]!, proposal, new Simulation(snapshot), timeout),
      ),
    )
    return {
      id,
      runs: settled.map((run) => (run.status === 'fulfilled' ? run.value : notSimulated(run.reason))),
    }
  })

const tell = (message: FromThread) => parentPort?.postMessage(message)

const run = async (task: WorkerTask): Promise<void> => {
  const state = await openStateReader(task.dataDir)
  const conversations = await converse(task)
  parentPort?.on('message', async (message: ToThread) => {
    // a thread stuck in a transaction function cannot answer
    if (message.kind === 'alive?') return tell({ kind: 'alive' })
    tell({ kind: 'answer', ...(await simulate(message, conversations, state, task.timeout)) })
  })
  tell({ kind: 'ready' })
}

quieten()
// fabric-shim only logs what nobody catches: the thread would live on without a chaincode.
run(workerData).catch((error: unknown) => {
  tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })
  process.exit(1)
})
