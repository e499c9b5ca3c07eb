import { randomBytes } from 'node:crypto'
import { nodeSigner } from '@huren/crypto-config'
import { parseEnvelope } from '@huren/records'
import { common, ledger, msp, peer } from '@hyperledger/fabric-protos'
import { headerBytes, headerHash, headerOf, metadataOf, sha256 } from '../blocks/header.ts'
import type { Province } from './province.ts'

/** Blocks made like a ledger's own, with real signatures of endorsers and orderers: also what no ledger would commit. */

export interface Node {
  readonly identity: Uint8Array
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>
}

/** What signs for a node of an organisation; plain, so that it can be handed to a thread. */
export interface NodeFiles {
  readonly mspId: string
  /** PEM. */
  readonly certificate: string
  readonly privateKey: string
}

export const filesOf = async (
  { organisations }: Province,
  i: number,
  kind: 'peer' | 'orderer',
): Promise<NodeFiles> => {
  const organisation = organisations[i]
  if (!organisation) throw new Error('no such organisation')
  const { certificate, privateKey } = await organisation.member(kind, `${kind}0`)
  return { mspId: organisation.mspId, certificate, privateKey }
}

export const nodeWith = ({ mspId, certificate, privateKey }: NodeFiles): Node => {
  const identity = new msp.SerializedIdentity()
  identity.setMspid(mspId)
  identity.setIdBytes(Buffer.from(certificate))
  const sign = nodeSigner(privateKey)
  return { identity: identity.serializeBinary(), sign: async (bytes) => sign(bytes) }
}

export const nodeOf = async (province: Province, i: number, kind: 'peer' | 'orderer'): Promise<Node> =>
  nodeWith(await filesOf(province, i, kind))

export interface Change {
  readonly texts: readonly string[]
  readonly endorsers: readonly Node[]
  /** Milliseconds since 1970. */
  readonly time?: number
  /** Keep what the template read and wrote. */
  readonly keepResults?: boolean
}

/** A header with a transaction id and time of its own. */
const renewHeader = (header: common.Header, time: number): void => {
  const channel = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8())
  const signature = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8())
  const nonce = randomBytes(24)
  signature.setNonce(nonce)
  channel.setTxId(sha256(nonce, signature.getCreator_asU8()).toString('hex'))
  channel.getTimestamp()?.setSeconds(Math.floor(time / 1000))
  channel.getTimestamp()?.setNanos((time % 1000) * 1e6)
  header.setChannelHeader(channel.serializeBinary())
  header.setSignatureHeader(signature.serializeBinary())
}

const proposalWith = (template: Uint8Array, texts: readonly string[]): Uint8Array => {
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(template)
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8())
  const input = spec.getChaincodeSpec()?.getInput()
  input?.setArgsList([Buffer.from('Report:submit'), ...texts.map((text) => Buffer.from(text))])
  proposal.setInput(spec.serializeBinary())
  return proposal.serializeBinary()
}

const answerWith = (template: Uint8Array, proposalHash: Uint8Array, { texts, keepResults }: Change) => {
  const answer = peer.ProposalResponsePayload.deserializeBinary(template)
  const result = peer.ChaincodeAction.deserializeBinary(answer.getExtension_asU8())
  const statements = texts.map(parseEnvelope)
  const answers = statements.map(({ id }) => ({ id, outcome: 'committed' }))
  result.getResponse()?.setPayload(Buffer.from(JSON.stringify(answers)))
  const keys = statements.map(({ payload }) => `report/${payload.report}`)
  if (!keepResults) result.setResults(resultsWith(result.getResults_asU8(), keys))
  answer.setExtension$(result.serializeBinary())
  answer.setProposalHash(proposalHash)
  return answer.serializeBinary()
}

/** The template's reads of what was there before; each report is read as absent and written. */
const resultsWith = (template: Uint8Array, keys: readonly string[]): Uint8Array => {
  const all = ledger.rwset.TxReadWriteSet.deserializeBinary(template)
  for (const space of all.getNsRwsetList()) {
    const set = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(space.getRwset_asU8())
    const [write] = set.getWritesList()
    if (!write) continue
    const absent = keys.map((key) => {
      const read = new ledger.rwset.kvrwset.KVRead()
      read.setKey(key)
      return read
    })
    set.setReadsList([...set.getReadsList().filter((read) => read.getVersion()), ...absent])
    set.setWritesList(
      keys.map((key) => {
        const written = write.clone()
        written.setKey(key)
        return written
      }),
    )
    space.setRwset(set.serializeBinary())
  }
  return all.serializeBinary()
}

const endorse = (endorsed: Uint8Array, endorsers: readonly Node[]) =>
  Promise.all(
    endorsers.map(async ({ identity, sign }) => {
      const endorsement = new peer.Endorsement()
      endorsement.setEndorser(identity)
      endorsement.setSignature(await sign(Buffer.concat([endorsed, identity])))
      return endorsement
    }),
  )

/** A transaction like the template's, with other statements, endorsed and bound to them anew. */
export const transactionLike = async (template: Uint8Array, change: Change): Promise<Uint8Array> => {
  const envelope = common.Envelope.deserializeBinary(template)
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  const header = payload.getHeader() ?? new common.Header()
  renewHeader(header, change.time ?? Date.now())
  const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8())
  const [action] = transaction.getActionsList()
  if (!action) throw new Error('the template has no action')
  const body = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
  const proposal = proposalWith(body.getChaincodeProposalPayload_asU8(), change.texts)
  const hash = sha256(header.getChannelHeader_asU8(), header.getSignatureHeader_asU8(), proposal)
  const before = body.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array()
  const endorsed = answerWith(before, hash, change)
  body.setChaincodeProposalPayload(proposal)
  body.getAction()?.setProposalResponsePayload(endorsed)
  body.getAction()?.setEndorsementsList(await endorse(endorsed, change.endorsers))
  action.setHeader(header.getSignatureHeader_asU8())
  action.setPayload(body.serializeBinary())
  payload.setData(transaction.serializeBinary())
  payload.setHeader(header)
  envelope.setPayload(payload.serializeBinary())
  return envelope.serializeBinary()
}

const setMetadata = (
  block: common.Block,
  index: keyof typeof common.BlockMetadataIndex,
  value: Uint8Array,
) => {
  const list = block.getMetadata()?.getMetadataList_asU8() ?? []
  list[common.BlockMetadataIndex[index]] = value
  block.getMetadata()?.setMetadataList(list)
}

export const setFlags = (block: common.Block, flags: Uint8Array) =>
  setMetadata(block, 'TRANSACTIONS_FILTER', flags)

/** The next block, with every transaction marked valid, signed by an orderer. */
export const blockAfter = async (
  before: common.Block,
  envelopes: readonly Uint8Array[],
  orderer: Node,
): Promise<common.Block> => {
  const block = before.clone()
  const header = headerOf(block)
  header.setNumber(headerOf(before).getNumber() + 1)
  header.setPreviousHash(Buffer.from(headerHash(before), 'hex'))
  header.setDataHash(sha256(...envelopes))
  block.getData()?.setDataList([...envelopes])
  const metadata = common.Metadata.deserializeBinary(metadataOf(before, 'SIGNATURES'))
  const [signature] = metadata.getSignaturesList()
  if (!signature) throw new Error('the block before is not signed')
  const named = common.SignatureHeader.deserializeBinary(signature.getSignatureHeader_asU8())
  named.setCreator(orderer.identity)
  signature.setSignatureHeader(named.serializeBinary())
  const value = metadata.getValue_asU8()
  const signed = Buffer.concat([value, signature.getSignatureHeader_asU8(), headerBytes(header)])
  signature.setSignature(await orderer.sign(signed))
  setMetadata(block, 'SIGNATURES', metadata.serializeBinary())
  setFlags(block, new Uint8Array(envelopes.length))
  return block
}
