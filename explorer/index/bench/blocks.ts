import { createHash } from 'node:crypto'
import { common, msp, peer } from '@hyperledger/fabric-protos'

/** One invocation of a contract, as a block has it. */
export interface Invocation {
  readonly function: string
  readonly texts: readonly string[]
  readonly answers: readonly unknown[]
  readonly validation: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** MSP id of who sent it. */
  readonly client?: string
}

const utf8 = (text: string) => new TextEncoder().encode(text)
const creatorOf = (mspId: string) => {
  const creator = new msp.SerializedIdentity()
  creator.setMspid(mspId)
  creator.setIdBytes(utf8('no certificate'))
  return creator
}

const headerOf = (id: string, { at, client = 'ConsensusOneMSP' }: Invocation) => {
  const channel = new common.ChannelHeader()
  channel.setType(common.HeaderType.ENDORSER_TRANSACTION)
  channel.setTxId(id)
  channel.setChannelId('huren')
  const timestamp = newTimestamp()
  timestamp.setSeconds(Math.floor(at / 1000))
  timestamp.setNanos((at % 1000) * 1_000_000)
  channel.setTimestamp(timestamp)
  const signature = new common.SignatureHeader()
  signature.setCreator(creatorOf(client).serializeBinary())
  const header = new common.Header()
  header.setChannelHeader(channel.serializeBinary())
  header.setSignatureHeader(signature.serializeBinary())
  return header
}

/** A timestamp of the protobufs' own class (google-protobuf is no dependency of ours). */
const newTimestamp = () => {
  const timestamp = common.ChannelHeader.deserializeBinary(
    Uint8Array.of(0x1a, 0x02, 0x08, 0x01),
  ).getTimestamp()
  if (!timestamp) throw new Error('a channel header has a timestamp')
  return timestamp
}

const argumentsOf = ({ function: name, texts }: Invocation) => {
  const input = new peer.ChaincodeInput()
  input.setArgsList([utf8(name), ...texts.map(utf8)])
  const chaincode = new peer.ChaincodeID()
  chaincode.setName('huren')
  const spec = new peer.ChaincodeSpec()
  spec.setChaincodeId(chaincode)
  spec.setInput(input)
  const invocation = new peer.ChaincodeInvocationSpec()
  invocation.setChaincodeSpec(spec)
  const proposal = new peer.ChaincodeProposalPayload()
  proposal.setInput(invocation.serializeBinary())
  return proposal.serializeBinary()
}

const answerOf = ({ answers }: Invocation) => {
  const response = new peer.Response()
  response.setStatus(200)
  response.setPayload(utf8(JSON.stringify(answers)))
  const result = new peer.ChaincodeAction()
  result.setResponse(response)
  const endorsed = new peer.ProposalResponsePayload()
  endorsed.setExtension$(result.serializeBinary())
  const action = new peer.ChaincodeEndorsedAction()
  action.setProposalResponsePayload(endorsed.serializeBinary())
  return action
}

const envelopeOf = (invocation: Invocation, id: string) => {
  const chaincode = new peer.ChaincodeActionPayload()
  chaincode.setChaincodeProposalPayload(argumentsOf(invocation))
  chaincode.setAction(answerOf(invocation))
  const action = new peer.TransactionAction()
  action.setPayload(chaincode.serializeBinary())
  const transaction = new peer.Transaction()
  transaction.setActionsList([action])
  const payload = new common.Payload()
  payload.setHeader(headerOf(id, invocation))
  payload.setData(transaction.serializeBinary())
  const envelope = new common.Envelope()
  envelope.setPayload(payload.serializeBinary())
  return envelope.serializeBinary()
}

/** A block with these invocations, as bytes would make it; unsigned, for the index does not judge signatures. */
export const makeBlock = (number: number, invocations: readonly Invocation[]): common.Block => {
  const data = new common.BlockData()
  data.setDataList(
    invocations.map((each, i) =>
      envelopeOf(each, createHash('sha256').update(`${number}/${i}`).digest('hex')),
    ),
  )
  const header = new common.BlockHeader()
  header.setNumber(number)
  header.setDataHash(createHash('sha256').update(data.serializeBinary()).digest())
  const metadata = new common.BlockMetadata()
  const flags = Uint8Array.from(invocations, ({ validation }) => validation)
  metadata.setMetadataList([new Uint8Array(), new Uint8Array(), flags])
  const block = new common.Block()
  block.setHeader(header)
  block.setData(data)
  block.setMetadata(metadata)
  return block
}
