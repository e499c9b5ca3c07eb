import { type common, orderer } from '@hyperledger/fabric-protos'
import type { LedgerContext } from '../context.ts'
import { checkReader } from '../identity/access.ts'
import { parseEnvelope } from '../protoutil/transaction.ts'

/** The deliver service answers with a status instead of an error. */
export class DeliverRefusal extends Error {
  readonly status: keyof typeof common.Status
  constructor(status: keyof typeof common.Status) {
    super(status)
    this.status = status
  }
}

/** Blocks from `start` up to and with `stop`. */
export interface Seek {
  start: number
  stop: number
  failIfNotReady: boolean
}

/** A seek request is good for this long, as on a peer; milliseconds. */
const timeWindow = 15 * 60_000

/**
 * Reads and checks a signed seek request (Fabric's common/deliver).
 * @throws DeliverRefusal
 */
export const seekOf = (envelope: common.Envelope, context: LedgerContext): Seek => {
  const { seekInfo, channelHeader, creator } = parse(envelope)
  const age = Math.abs(Date.now() - (channelHeader.getTimestamp()?.toDate().getTime() ?? 0))
  if (!(age <= timeWindow)) throw new DeliverRefusal('BAD_REQUEST')
  if (channelHeader.getChannelId() !== context.settings.channel) throw new DeliverRefusal('NOT_FOUND')
  checkSigner(envelope, creator, context)
  return positions(seekInfo, context.store.height)
}

const parse = (envelope: common.Envelope) => {
  try {
    const { payload, channelHeader, signatureHeader } = parseEnvelope(envelope)
    const seekInfo = orderer.SeekInfo.deserializeBinary(payload.getData_asU8())
    return { seekInfo, channelHeader, creator: signatureHeader.getCreator_asU8() }
  } catch {
    throw new DeliverRefusal('BAD_REQUEST')
  }
}

const checkSigner = (envelope: common.Envelope, identity: Uint8Array, { membership }: LedgerContext) => {
  const signed = { bytes: envelope.getPayload_asU8(), identity, signature: envelope.getSignature_asU8() }
  try {
    checkReader(signed, membership)
  } catch {
    throw new DeliverRefusal('FORBIDDEN')
  }
}

const positions = (seekInfo: orderer.SeekInfo, height: number): Seek => {
  const start = blockNumber(seekInfo.getStart(), height)
  const stop = blockNumber(seekInfo.getStop(), height)
  if (stop < start) throw new DeliverRefusal('BAD_REQUEST')
  const failIfNotReady = seekInfo.getBehavior() === orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY
  return { start, stop, failIfNotReady }
}

const blockNumber = (position: orderer.SeekPosition | undefined, height: number): number => {
  const { TypeCase } = orderer.SeekPosition
  switch (position?.getTypeCase()) {
    case TypeCase.OLDEST:
      return 0
    case TypeCase.NEWEST:
      return height - 1
    case TypeCase.NEXT_COMMIT:
      return height
    case TypeCase.SPECIFIED:
      return position?.getSpecified()?.getNumber() ?? 0
  }
  throw new DeliverRefusal('BAD_REQUEST')
}
