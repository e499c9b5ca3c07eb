import { families, type StatementResult } from '@huren/records'
import { common, msp, peer } from '@hyperledger/fabric-protos'

/** One transaction of a block as far as the gateway understands it. */
export interface CommittedTransaction {
  readonly id: string
  readonly index: number
  readonly validation: string
  readonly timestamp: string
  /** MSP id of the client that signed it. */
  readonly creator: string
  /** The envelopes' JSON texts and, in the same order, what the contracts answered; empty for other transactions. */
  readonly texts: readonly string[]
  readonly results: readonly StatementResult[]
}
export interface CommittedBlock {
  readonly number: number
  readonly previousHash: string
  readonly dataHash: string
  readonly transactions: readonly CommittedTransaction[]
}

const validationNames = new Map<number, string>(
  Object.entries(peer.TxValidationCode).map(([name, code]) => [code, name]),
)
export const validationName = (code: number): string => validationNames.get(code) ?? String(code)

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')

const takesStatements = new RegExp(`^(${families.join('|')}):submit$|^Registry:bootstrap$`)

const invocationOf = (action: peer.ChaincodeActionPayload) => {
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(
    action.getChaincodeProposalPayload_asU8(),
  ).getInput_asU8()
  return peer.ChaincodeInvocationSpec.deserializeBinary(proposal).getChaincodeSpec()
}

const answerOf = (action: peer.ChaincodeActionPayload) => {
  const payload = peer.ProposalResponsePayload.deserializeBinary(
    action.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
  )
  return peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8()).getResponse()
}

/** The statements of an endorser transaction and the contracts' answers, from its arguments and response payload. */
const statementsOf = (payload: common.Payload, chaincode: string) => {
  const [first] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList()
  const none = { texts: [], results: [] }
  if (!first) return none
  const action = peer.ChaincodeActionPayload.deserializeBinary(first.getPayload_asU8())
  const spec = invocationOf(action)
  const [name, ...args] = spec?.getInput()?.getArgsList_asU8() ?? []
  if (spec?.getChaincodeId()?.getName() !== chaincode || !name || !takesStatements.test(text(name)))
    return none
  const results: StatementResult[] = JSON.parse(text(answerOf(action)?.getPayload_asU8() ?? new Uint8Array()))
  return { texts: args.map(text), results }
}

const transactionOf = (
  bytes: Uint8Array,
  index: number,
  code: number,
  chaincode: string,
): CommittedTransaction => {
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(bytes).getPayload_asU8())
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  )
  const creator = common.SignatureHeader.deserializeBinary(
    payload.getHeader()?.getSignatureHeader_asU8() ?? new Uint8Array(),
  ).getCreator_asU8()
  const isInvocation = header.getType() === common.HeaderType.ENDORSER_TRANSACTION
  const valid = code === peer.TxValidationCode.VALID
  return {
    id: header.getTxId(),
    index,
    validation: validationName(code),
    timestamp: (header.getTimestamp()?.toDate() ?? new Date(0)).toISOString(),
    creator: msp.SerializedIdentity.deserializeBinary(creator).getMspid(),
    ...(isInvocation && valid ? statementsOf(payload, chaincode) : { texts: [], results: [] }),
  }
}

/** Reads a block of the deliver service (Fabric's `common.Block`). */
export const readBlock = (block: common.Block, chaincode: string): CommittedBlock => {
  const flags =
    block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER] ??
    new Uint8Array()
  const header = block.getHeader()
  return {
    number: header?.getNumber() ?? 0,
    previousHash: hex(header?.getPreviousHash_asU8() ?? new Uint8Array()),
    dataHash: hex(header?.getDataHash_asU8() ?? new Uint8Array()),
    transactions: (block.getData()?.getDataList_asU8() ?? []).map((bytes, index) =>
      transactionOf(bytes, index, flags[index] ?? peer.TxValidationCode.NOT_VALIDATED, chaincode),
    ),
  }
}
