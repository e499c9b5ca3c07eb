import { common } from '@hyperledger/fabric-protos'
import type { ChannelMembership } from '../identity/msp.ts'
import { parseEnvelope } from '../protoutil/transaction.ts'

/** Why the orderer does not take an envelope; the status is common.Status. */
export class BroadcastRefusal extends Error {
  override readonly name = 'BroadcastRefusal'
  readonly status: keyof typeof common.Status

  constructor(status: keyof typeof common.Status, message: string) {
    super(message)
    this.status = status
  }
}

export interface BroadcastFilter {
  channel: string
  membership: ChannelMembership
  absoluteMaxBytes: number
}

/** What an orderer checks before it takes an envelope (Fabric's orderer/common/msgprocessor). */
export const filterEnvelope = (envelope: common.Envelope, filter: BroadcastFilter): void => {
  const size = envelope.getPayload_asU8().length + envelope.getSignature_asU8().length
  if (size > filter.absoluteMaxBytes)
    throw bad(`message payload is ${size} bytes and exceeds maximum allowed ${filter.absoluteMaxBytes} bytes`)
  const { channelHeader, signatureHeader } = headersOf(envelope)
  if (channelHeader.getChannelId() !== filter.channel) throw notFound(channelHeader.getChannelId())
  if (channelHeader.getType() !== common.HeaderType.ENDORSER_TRANSACTION)
    throw bad(
      'only endorser transactions are taken: the configuration of the embedded ledger does not change',
    )
  checkWriter(envelope, signatureHeader.getCreator_asU8(), filter.membership)
}

const bad = (reason: string) => new BroadcastRefusal('BAD_REQUEST', reason)
const notFound = (channel: string) => new BroadcastRefusal('NOT_FOUND', `channel '${channel}' does not exist`)
const forbidden = (reason: string) => new BroadcastRefusal('FORBIDDEN', `permission denied: ${reason}`)

const headersOf = (envelope: common.Envelope) => {
  try {
    return parseEnvelope(envelope)
  } catch {
    throw bad('the envelope cannot be parsed')
  }
}

const checkWriter = (envelope: common.Envelope, creator: Uint8Array, membership: ChannelMembership) => {
  const identity = writer(creator, membership)
  if (identity.isExpired(Date.now())) throw bad('broadcast client identity expired')
  if (!identity.verify(envelope.getPayload_asU8(), envelope.getSignature_asU8()))
    throw forbidden('the signature is not valid')
}

const writer = (creator: Uint8Array, membership: ChannelMembership) => {
  try {
    return membership.identity(creator)
  } catch (error) {
    throw forbidden(error instanceof Error ? error.message : 'the creator is unknown')
  }
}
