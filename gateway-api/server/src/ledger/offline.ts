import type { Client } from '@grpc/grpc-js'
import { type Family, recordTypes, type StatementResult } from '@huren/records'
import { connect } from '@hyperledger/fabric-gateway'
import { common, msp, peer, gateway as protocol } from '@hyperledger/fabric-protos'
import { Problem } from '../http/problem.ts'
import { validationName } from './block.ts'
import type { LedgerSettings } from './connection.ts'

/** Bytes that the holder of a Fabric identity signs: ECDSA over the digest (SHA-256), DER, low s. */
export interface ToSign {
  readonly bytes: Uint8Array
  readonly digest: Uint8Array
}
export interface FabricIdentity {
  readonly mspId: string
  readonly credentials: Uint8Array
}

const foreign = (detail: string) => new Problem('proposal-foreign', detail)

/** Reads protobuf bytes that came from outside. @throws Problem `proposal-foreign` */
const read = <T>(bytes: Uint8Array, deserialize: (bytes: Uint8Array) => T): T => {
  try {
    return deserialize(bytes)
  } catch {
    throw foreign('the bytes are not what this gateway gave out')
  }
}

const creatorOf = (header: common.Header | undefined): FabricIdentity => {
  const signature = common.SignatureHeader.deserializeBinary(
    header?.getSignatureHeader_asU8() ?? new Uint8Array(),
  )
  const identity = msp.SerializedIdentity.deserializeBinary(signature.getCreator_asU8())
  return { mspId: identity.getMspid(), credentials: identity.getIdBytes_asU8() }
}

/** Only these functions are proposed through the gateway. */
const submissions = [...new Set(recordTypes.map(({ family }) => `${family}:submit`))]

const functionIn = (proposal: peer.Proposal): string => {
  const payload = peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8())
  const invocation = peer.ChaincodeInvocationSpec.deserializeBinary(payload.getInput_asU8())
  const [name] = invocation.getChaincodeSpec()?.getInput()?.getArgsList_asU8() ?? []
  return Buffer.from(name ?? []).toString('utf8')
}

/**
 * Offline signing: a hospital with a Fabric identity of its own signs proposal, transaction and commit request on
 * its own machine. The gateway carries the bytes and never sees a key.
 */
export class OfflineSigning {
  readonly #client: Client
  readonly #settings: LedgerSettings

  constructor(client: Client, settings: LedgerSettings) {
    this.#client = client
    this.#settings = settings
  }

  #gateway(identity: FabricIdentity) {
    return connect({ client: this.#client, identity })
  }

  /** The proposal of a batch of statements of one family. */
  propose(
    identity: FabricIdentity,
    family: Family,
    texts: readonly string[],
  ): ToSign & { transaction: string } {
    const { channel, chaincode } = this.#settings
    const contract = this.#gateway(identity).getNetwork(channel).getContract(chaincode)
    const proposal = contract.newProposal(`${family}:submit`, { arguments: [...texts] })
    return {
      transaction: proposal.getTransactionId(),
      bytes: proposal.getBytes(),
      digest: proposal.getDigest(),
    }
  }

  /** @throws Problem `proposal-foreign`; GatewayError */
  async endorse(bytes: Uint8Array, signature: Uint8Array): Promise<ToSign & { results: StatementResult[] }> {
    const gateway = this.#gateway(this.#proposer(bytes))
    const proposal = read(bytes, () => gateway.newSignedProposal(bytes, signature))
    const transaction = await proposal.endorse()
    return {
      bytes: transaction.getBytes(),
      digest: transaction.getDigest(),
      results: JSON.parse(Buffer.from(transaction.getResult()).toString('utf8')),
    }
  }

  /**
   * The gateway is no relay: only submissions to this channel's chaincode pass. A query would be answered to whoever
   * has a Fabric identity, past the rules of who reads what.
   */
  #proposer(bytes: Uint8Array): FabricIdentity {
    return read(bytes, () => {
      const proposed = protocol.ProposedTransaction.deserializeBinary(bytes).getProposal()
      const proposal = peer.Proposal.deserializeBinary(proposed?.getProposalBytes_asU8() ?? new Uint8Array())
      const header = common.Header.deserializeBinary(proposal.getHeader_asU8())
      const channel = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8())
      const extension = peer.ChaincodeHeaderExtension.deserializeBinary(channel.getExtension_asU8())
      const meant = [channel.getChannelId(), extension.getChaincodeId()?.getName()]
      if (meant[0] !== this.#settings.channel || meant[1] !== this.#settings.chaincode)
        throw foreign('the proposal is for another channel or chaincode')
      if (!submissions.includes(functionIn(proposal))) throw foreign('the proposal submits no statements')
      return creatorOf(header)
    })
  }

  /** @returns the commit request to sign, with which the outcome is asked for. @throws Problem; GatewayError */
  async submit(bytes: Uint8Array, signature: Uint8Array): Promise<ToSign & { transaction: string }> {
    const creator = read(bytes, () => {
      const envelope = protocol.PreparedTransaction.deserializeBinary(bytes).getEnvelope()
      return creatorOf(
        common.Payload.deserializeBinary(envelope?.getPayload_asU8() ?? new Uint8Array()).getHeader(),
      )
    })
    const transaction = read(bytes, () => this.#gateway(creator).newSignedTransaction(bytes, signature))
    const commit = await transaction.submit()
    return { transaction: commit.getTransactionId(), bytes: commit.getBytes(), digest: commit.getDigest() }
  }

  /** Waits for the outcome of a submitted transaction. @throws Problem; GatewayError */
  async status(bytes: Uint8Array, signature: Uint8Array) {
    const identity = read(bytes, () => {
      const request = protocol.SignedCommitStatusRequest.deserializeBinary(bytes).getRequest_asU8()
      const status = protocol.CommitStatusRequest.deserializeBinary(request)
      return msp.SerializedIdentity.deserializeBinary(status.getIdentity_asU8())
    })
    const creator = { mspId: identity.getMspid(), credentials: identity.getIdBytes_asU8() }
    const commit = read(bytes, () => this.#gateway(creator).newSignedCommit(bytes, signature))
    const status = await commit.getStatus({ deadline: Date.now() + 30_000 })
    return {
      transaction: status.transactionId,
      validation: validationName(status.code),
      block: Number(status.blockNumber),
    }
  }
}
