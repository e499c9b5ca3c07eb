import { createHash, createPrivateKey, type KeyObject } from 'node:crypto'
import type { ServiceError } from '@grpc/grpc-js'
import { issueIdentity, loadConsortium, type Identity as X509Identity } from '@huren/crypto-config'
import { common, gateway, peer } from '@hyperledger/fabric-protos'
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js'
import { serializeIdentity } from '../identity/msp.ts'
import { signLowS } from '../identity/signature.ts'

/** The parts of a proposal, before they are put together and signed; a test changes what it wants to be wrong. */
export interface ProposalParts {
  channelHeader: common.ChannelHeader
  signatureHeader: common.SignatureHeader
  /** Called when the rest is done, so that the transaction id fits the nonce unless told otherwise. */
  transactionId?: string
  chaincode: string
  args: string[]
  creator: Uint8Array
  sign(bytes: Uint8Array): Uint8Array
}

export interface Forger {
  creator: Uint8Array
  key: KeyObject
}

/** An identity of one organisation, made for the test. */
export const forger = async (
  consortiumDir: string,
  request: Partial<Parameters<typeof issueIdentity>[1]> = {},
  { mspId: claimed, organisation = 0 }: { mspId?: string; organisation?: number } = {},
): Promise<Forger> => {
  const chosen = (await loadConsortium(consortiumDir))[organisation]
  if (!chosen) throw new Error(`there is no organisation ${organisation}`)
  const issued: X509Identity = await issueIdentity(chosen.dir, {
    commonName: 'test',
    ou: 'client',
    ...request,
  })
  return {
    creator: serializeIdentity(claimed ?? chosen.mspId, Buffer.from(issued.certificate)),
    key: createPrivateKey(issued.privateKey),
  }
}

export const forgeProposal = (
  { creator, key }: Forger,
  change: (parts: ProposalParts) => void = () => undefined,
): peer.SignedProposal => {
  const parts: ProposalParts = {
    channelHeader: new common.ChannelHeader(),
    signatureHeader: new common.SignatureHeader(),
    chaincode: 'huren',
    args: ['get', 'a'],
    creator,
    sign: (bytes) => signLowS(key, bytes),
  }
  parts.channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION)
  parts.channelHeader.setChannelId('huren')
  parts.channelHeader.setTimestamp(timestamps.Timestamp.fromDate(new Date()))
  parts.signatureHeader.setNonce(crypto.getRandomValues(new Uint8Array(24)))
  change(parts)
  return signedProposal(parts)
}

const signedProposal = (parts: ProposalParts): peer.SignedProposal => {
  const { channelHeader, signatureHeader, sign } = parts
  signatureHeader.setCreator(parts.creator)
  const nonce = Buffer.concat([signatureHeader.getNonce_asU8(), parts.creator])
  channelHeader.setTxId(parts.transactionId ?? createHash('sha256').update(nonce).digest('hex'))
  channelHeader.setExtension$(extension(parts.chaincode))
  const header = new common.Header()
  header.setChannelHeader(channelHeader.serializeBinary())
  header.setSignatureHeader(signatureHeader.serializeBinary())
  const proposal = new peer.Proposal()
  proposal.setHeader(header.serializeBinary())
  proposal.setPayload(payload(parts))
  const signed = new peer.SignedProposal()
  signed.setProposalBytes(proposal.serializeBinary())
  signed.setSignature(sign(signed.getProposalBytes_asU8()))
  return signed
}

const chaincodeId = (name: string) => {
  const id = new peer.ChaincodeID()
  id.setName(name)
  return id
}

const extension = (chaincode: string) => {
  const result = new peer.ChaincodeHeaderExtension()
  result.setChaincodeId(chaincodeId(chaincode))
  return result.serializeBinary()
}

const payload = ({ chaincode, args }: ProposalParts) => {
  const input = new peer.ChaincodeInput()
  input.setArgsList(args.map((arg) => Buffer.from(arg)))
  const spec = new peer.ChaincodeSpec()
  spec.setChaincodeId(chaincodeId(chaincode))
  spec.setInput(input)
  const invocation = new peer.ChaincodeInvocationSpec()
  invocation.setChaincodeSpec(spec)
  const result = new peer.ChaincodeProposalPayload()
  result.setInput(invocation.serializeBinary())
  return result.serializeBinary()
}

export const evaluateRequest = (proposal: peer.SignedProposal): gateway.EvaluateRequest => {
  const request = new gateway.EvaluateRequest()
  request.setProposedTransaction(proposal)
  return request
}

/** The status and details of a refused call, or undefined if it was answered. */
export const refusalOf = async (call: (done: (error: ServiceError | null) => void) => unknown) => {
  const error = await new Promise<ServiceError | null>((resolve) => {
    call(resolve)
  })
  return error ? { code: error.code, message: `${error.details}${detailsOf(error)}` } : undefined
}

const detailsOf = (error: ServiceError) => error.metadata.get('grpc-status-details-bin').map(String).join(' ')
