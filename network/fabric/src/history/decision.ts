import { common, msp, peer } from '@hyperledger/fabric-protos'
import { type Change, changesOf } from '../proposal/changes.ts'
import { signerOf } from '../proposal/signatures.ts'
import { openUpdate } from '../proposal/update.ts'

/** Something the organisations decided, as the blocks keep it: who signed what, and when. */
export type Decision = ConfigurationDecision | ContractsDecision

interface Where {
  readonly block: number
  /** Of the transaction, ISO 8601. */
  readonly time: string
}

/** The channel's configuration was changed. */
export interface ConfigurationDecision extends Where {
  readonly kind: 'configuration'
  readonly signedBy: readonly string[]
  readonly submittedBy: string
  readonly changes: readonly Change[]
}

/** An organisation approved a contract bundle, or the approved one was put in force. */
export interface ContractsDecision extends Where {
  readonly kind: 'contracts'
  readonly step: 'approve' | 'commit'
  readonly signedBy: readonly string[]
  /** The bundle's hash, shortened. */
  readonly version: string
  readonly sequence: number
}

const steps: Readonly<Record<string, ContractsDecision['step']>> = {
  ApproveChaincodeDefinitionForMyOrg: 'approve',
  CommitChaincodeDefinition: 'commit',
}

/** MSP id of who made a transaction. */
const creatorOf = (header: common.Header | undefined): string => {
  const signature = common.SignatureHeader.deserializeBinary(
    header?.getSignatureHeader_asU8() ?? new Uint8Array(),
  )
  return msp.SerializedIdentity.deserializeBinary(signature.getCreator_asU8()).getMspid()
}

const configuration = (data: Uint8Array): Omit<ConfigurationDecision, keyof Where> | null => {
  const update = common.ConfigEnvelope.deserializeBinary(data).getLastUpdate()
  if (!update || update.getPayload_asU8().length === 0) return null
  const { payload, signed } = openUpdate(update.serializeBinary())
  const changes = changesOf(common.ConfigUpdate.deserializeBinary(signed.getConfigUpdate_asU8()))
  const signedBy = [...new Set(signed.getSignaturesList().map(signerOf))]
  return { kind: 'configuration', signedBy, submittedBy: creatorOf(payload.getHeader()), changes }
}

const argumentsOf = (data: Uint8Array) => {
  const [action] = peer.Transaction.deserializeBinary(data).getActionsList()
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action?.getPayload_asU8() ?? new Uint8Array())
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(payload.getChaincodeProposalPayload_asU8())
  const invocation = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8())
  return invocation.getChaincodeSpec()
}

const contracts = (data: Uint8Array, creator: string): Omit<ContractsDecision, keyof Where> | null => {
  const specification = argumentsOf(data)
  if (specification?.getChaincodeId()?.getName() !== '_lifecycle') return null
  const [name, argument] = specification.getInput()?.getArgsList_asU8() ?? []
  const step = steps[Buffer.from(name ?? []).toString('utf8')]
  if (!step) return null
  const definition = peer.lifecycle.CommitChaincodeDefinitionArgs.deserializeBinary(
    argument ?? new Uint8Array(),
  )
  return {
    kind: 'contracts',
    step,
    signedBy: [creator],
    version: definition.getVersion(),
    sequence: definition.getSequence(),
  }
}

const decisionIn = (envelope: Uint8Array, block: number): Decision[] => {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
  )
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  )
  const data = payload.getData_asU8()
  const found =
    header.getType() === common.HeaderType.CONFIG
      ? configuration(data)
      : header.getType() === common.HeaderType.ENDORSER_TRANSACTION
        ? contracts(data, creatorOf(payload.getHeader()))
        : null
  const time = header.getTimestamp()?.toDate().toISOString() ?? ''
  return found ? [{ block, time, ...found }] : []
}

/** The decisions that a block holds; of its transactions only the valid ones. */
export const decisionsIn = (block: common.Block): Decision[] => {
  const number = block.getHeader()?.getNumber() ?? 0
  const flags = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER]
  return (block.getData()?.getDataList_asU8() ?? []).flatMap((envelope, index) =>
    (flags?.[index] ?? 0) === peer.TxValidationCode.VALID ? decisionIn(envelope, number) : [],
  )
}
