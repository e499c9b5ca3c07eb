import type { Gateway } from '@hyperledger/fabric-gateway'
import { common, ledger, peer } from '@hyperledger/fabric-protos'

const { kvrwset } = ledger.rwset
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')

/** What a valid transaction of the contracts did, without what differs between two ledgers: numbers, times, signatures. */
export interface Done {
  readonly args: readonly string[]
  readonly answer: string
  readonly event: string
  /** Keys read, each with the place among these transactions of the one that wrote it; none when it was absent. */
  readonly reads: readonly (readonly [key: string, writer: number | null])[]
  readonly writes: readonly (readonly [key: string, value: string])[]
}

interface Place {
  readonly block: number
  readonly index: number
}
interface Found extends Omit<Done, 'reads'> {
  readonly place: Place
  readonly reads: readonly (readonly [key: string, version: Place | null])[]
}

const versionOf = (version: ledger.rwset.kvrwset.Version | undefined): Place | null =>
  version ? { block: version.getBlockNum(), index: version.getTxNum() } : null

/** Reads and writes of one chaincode: other namespaces are the lifecycle's, which the embedded ledger has not. */
const readWriteSetOf = (results: Uint8Array, chaincode: string) => {
  const all = ledger.rwset.TxReadWriteSet.deserializeBinary(results).getNsRwsetList()
  const own = all.find((each) => each.getNamespace() === chaincode)
  return kvrwset.KVRWSet.deserializeBinary(own?.getRwset_asU8() ?? new Uint8Array())
}

/** The invocation in a transaction's envelope; none when it is a configuration or another chaincode's. */
const invocationIn = (envelope: Uint8Array, place: Place, chaincode: string): Found | undefined => {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
  )
  const channel = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  )
  if (channel.getType() !== common.HeaderType.ENDORSER_TRANSACTION) return undefined
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList()
  const done = peer.ChaincodeActionPayload.deserializeBinary(action?.getPayload_asU8() ?? new Uint8Array())
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(done.getChaincodeProposalPayload_asU8())
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8()).getChaincodeSpec()
  if (spec?.getChaincodeId()?.getName() !== chaincode) return undefined
  const answered = peer.ProposalResponsePayload.deserializeBinary(
    done.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
  )
  const result = peer.ChaincodeAction.deserializeBinary(answered.getExtension_asU8())
  const set = readWriteSetOf(result.getResults_asU8(), chaincode)
  const event = peer.ChaincodeEvent.deserializeBinary(result.getEvents_asU8())
  return {
    place,
    args: spec.getInput()?.getArgsList_asU8().map(text) ?? [],
    answer: text(result.getResponse()?.getPayload_asU8() ?? new Uint8Array()),
    event: `${event.getEventName()} ${text(event.getPayload_asU8())}`,
    reads: set.getReadsList().map((read) => [read.getKey(), versionOf(read.getVersion())] as const),
    writes: set.getWritesList().map((write) => [write.getKey(), text(write.getValue_asU8())] as const),
  }
}

const heightOf = async (gateway: Gateway, channel: string): Promise<number> => {
  const contract = gateway.getNetwork(channel).getContract('qscc')
  const bytes = await contract.evaluateTransaction('GetChainInfo', channel)
  return common.BlockchainInfo.deserializeBinary(bytes).getHeight()
}

const validIn = (block: common.Block, chaincode: string): Found[] => {
  const number = block.getHeader()?.getNumber() ?? 0
  const flags = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER]
  const envelopes = block.getData()?.getDataList_asU8() ?? []
  return envelopes.flatMap((envelope, index) => {
    if (flags?.[index] !== peer.TxValidationCode.VALID) return []
    return invocationIn(envelope, { block: number, index }, chaincode) ?? []
  })
}

/** All valid transactions of a chaincode, from a ledger's blocks. */
export const transactionsOn = async (gateway: Gateway, chaincode = 'huren'): Promise<Done[]> => {
  const channel = 'huren'
  const height = await heightOf(gateway, channel)
  const found: Found[] = []
  const blocks = await gateway.getNetwork(channel).getBlockEvents({ startBlock: 0n })
  try {
    for await (const block of blocks) {
      found.push(...validIn(block, chaincode))
      if ((block.getHeader()?.getNumber() ?? 0) + 1 >= height) break
    }
  } finally {
    blocks.close()
  }
  const writerOf = (version: Place | null) =>
    version && found.findIndex(({ place }) => place.block === version.block && place.index === version.index)
  return found.map(({ place, reads, ...done }) => ({
    ...done,
    reads: reads.map(([key, version]) => [key, writerOf(version)] as const),
  }))
}
