import { common, ledger, peer } from '@hyperledger/fabric-protos'
import { sha256 } from './header.ts'

/** A transaction of a block, as far as it can be read. */
export interface Transaction {
  readonly id: string
  /** Milliseconds since 1970 by the proposal's header; undefined when absent or out of range. */
  readonly time: number | undefined
  readonly type: number
  /** Of a configuration transaction: its ConfigEnvelope. */
  readonly config: { readonly channel: string; readonly data: Uint8Array } | undefined
  readonly invocation: Invocation | undefined
}
export interface Invocation {
  readonly chaincode: string
  /** args[0]; `Report:submit` */
  readonly function: string
  /** args[1..] */
  readonly arguments: readonly Uint8Array[]
  /** What the chaincode answered. */
  readonly response: Uint8Array
  /** The bytes that endorsers sign, before their own identity. */
  readonly endorsed: Uint8Array
  readonly endorsements: readonly peer.Endorsement[]
  readonly results: Uint8Array
  /** Whether the endorsed answer belongs to this proposal. */
  readonly bound: boolean
}

const latest = 253_402_300_799_999 // 9999-12-31T23:59:59.999Z

const timeOf = (header: common.ChannelHeader): number | undefined => {
  const timestamp = header.getTimestamp()
  if (!timestamp) return undefined
  const time = timestamp.getSeconds() * 1000 + Math.floor(timestamp.getNanos() / 1_000_000)
  return Number.isSafeInteger(time) && time >= 0 && time <= latest ? time : undefined
}

const parseInvocation = (header: common.Header, data: Uint8Array): Invocation | undefined => {
  const [action, ...more] = peer.Transaction.deserializeBinary(data).getActionsList()
  if (!action || more.length > 0) return undefined
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
  const visible = payload.getChaincodeProposalPayload_asU8()
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(visible)
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8()).getChaincodeSpec()
  const [name, ...rest] = spec?.getInput()?.getArgsList_asU8() ?? []
  const endorsed = payload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array()
  const answer = peer.ProposalResponsePayload.deserializeBinary(endorsed)
  const result = peer.ChaincodeAction.deserializeBinary(answer.getExtension_asU8())
  const hash = sha256(header.getChannelHeader_asU8(), action.getHeader_asU8(), visible)
  return {
    chaincode: spec?.getChaincodeId()?.getName() ?? '',
    function: Buffer.from(name ?? []).toString(),
    arguments: rest,
    response: result.getResponse()?.getPayload_asU8() ?? new Uint8Array(),
    endorsed,
    endorsements: payload.getAction()?.getEndorsementsList() ?? [],
    results: result.getResults_asU8(),
    bound:
      hash.equals(answer.getProposalHash_asU8()) &&
      result.getChaincodeId()?.getName() === spec?.getChaincodeId()?.getName(),
  }
}

const unreadable: Transaction = {
  id: '',
  time: undefined,
  type: -1,
  config: undefined,
  invocation: undefined,
}

const orUndefined = <T>(parse: () => T): T | undefined => {
  try {
    return parse()
  } catch {
    return undefined
  }
}

const parse = (envelope: Uint8Array): Transaction => {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
  )
  const header = payload.getHeader() ?? new common.Header()
  const channel = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8())
  const type = channel.getType()
  const data = payload.getData_asU8()
  return {
    id: channel.getTxId(),
    time: timeOf(channel),
    type,
    config: type === common.HeaderType.CONFIG ? { channel: channel.getChannelId(), data } : undefined,
    invocation:
      type === common.HeaderType.ENDORSER_TRANSACTION
        ? orUndefined(() => parseInvocation(header, data))
        : undefined,
  }
}

/** Reads an envelope of a block. Never throws: whoever orders a transaction may put anything into it. */
export const parseTransaction = (envelope: Uint8Array): Transaction =>
  orUndefined(() => parse(envelope)) ?? unreadable

export const readWriteSetsOf = ({ results }: Invocation) =>
  ledger.rwset.TxReadWriteSet.deserializeBinary(results)
    .getNsRwsetList()
    .map((set) => ({
      namespace: set.getNamespace(),
      set: ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()),
    }))
