import { status } from '@grpc/grpc-js'
import type { Family, StatementResult } from '@huren/records'
import { CommitStatusError, GatewayError, type Network } from '@hyperledger/fabric-gateway'
import { common, msp, gateway as protocol } from '@hyperledger/fabric-protos'
import { type CommittedBlock, readBlock, validationName } from './block.ts'
import { type Connection, connectLedger, type LedgerSettings } from './connection.ts'

/** An endorsed transaction: the contracts' answers are known, nothing is on the ledger yet. */
export interface Endorsed {
  readonly transaction: string
  readonly results: readonly StatementResult[]
  /** Hands it to the orderers; whether it was committed, and as valid, only a block tells. */
  submit(): Promise<void>
}

const utf8 = new TextDecoder()

/** The ledger through Fabric's gateway protocol, and through nothing else. */
export class Ledger {
  readonly settings: LedgerSettings
  readonly connection: Connection
  readonly #network: Network

  constructor(settings: LedgerSettings, connection: Connection) {
    this.settings = settings
    this.connection = connection
    this.#network = connection.gateway.getNetwork(settings.channel)
  }

  static async connect(settings: LedgerSettings): Promise<Ledger> {
    return new Ledger(settings, await connectLedger(settings))
  }

  #contract(chaincode = this.settings.chaincode) {
    return this.#network.getContract(chaincode)
  }

  /** Lets the peers run a batch of statements. @throws GatewayError, see `natureOf` */
  async endorse(
    name: `${Family}:submit` | 'Registry:bootstrap',
    texts: readonly string[],
  ): Promise<Endorsed> {
    const proposal = this.#contract().newProposal(name, { arguments: [...texts] })
    const transaction = await proposal.endorse()
    return {
      transaction: proposal.getTransactionId(),
      results: JSON.parse(utf8.decode(transaction.getResult())),
      submit: async () => void (await transaction.submit()),
    }
  }

  /** Asks a contract; the answer is JSON, `null` when there is nothing. @throws GatewayError */
  async query(name: string, ...args: string[]): Promise<unknown> {
    return JSON.parse(utf8.decode(await this.#contract().evaluateTransaction(name, ...args)))
  }

  /** Number of blocks. @throws GatewayError */
  async height(): Promise<number> {
    const bytes = await this.#contract('qscc').evaluateTransaction('GetChainInfo', this.settings.channel)
    return common.BlockchainInfo.deserializeBinary(bytes).getHeight()
  }

  /**
   * Asks what became of a transaction (CommitStatus).
   * @param patience milliseconds to wait for it to be committed
   * @returns validation code and block, or undefined when it was not committed in that time
   */
  async fate(transaction: string, patience: number) {
    const { mspId, credentials } = this.connection.identity
    const identity = new msp.SerializedIdentity()
    identity.setMspid(mspId)
    identity.setIdBytes(credentials)
    const request = new protocol.CommitStatusRequest()
    request.setTransactionId(transaction)
    request.setChannelId(this.settings.channel)
    request.setIdentity(identity.serializeBinary())
    const signed = new protocol.SignedCommitStatusRequest()
    signed.setRequest(request.serializeBinary())
    const commit = this.connection.gateway.newCommit(signed.serializeBinary())
    try {
      const { code, blockNumber } = await commit.getStatus({ deadline: Date.now() + patience })
      return { validation: validationName(code), block: Number(blockNumber) }
    } catch (error) {
      if (error instanceof CommitStatusError && error.code === status.DEADLINE_EXCEEDED) return undefined
      throw error
    }
  }

  /** Blocks from a number on, following the chain, until `signal` or a lost connection ends it. @throws GatewayError */
  async *blocks(from: number, signal: AbortSignal): AsyncGenerator<CommittedBlock> {
    const events = await this.#network.getBlockEvents({ startBlock: BigInt(from) })
    const stop = () => events.close()
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    try {
      for await (const block of events) yield readBlock(block, this.settings.chaincode)
    } catch (error) {
      if (!(signal.aborted && error instanceof GatewayError)) throw error
    } finally {
      signal.removeEventListener('abort', stop)
      events.close()
    }
  }

  close(): void {
    this.connection.gateway.close()
    this.connection.client.close()
  }
}
