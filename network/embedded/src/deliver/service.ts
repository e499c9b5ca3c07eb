import { once } from 'node:events'
import type { ServerDuplexStream } from '@grpc/grpc-js'
import { common, peer } from '@hyperledger/fabric-protos'
import type { LedgerContext } from '../context.ts'
import { signalOf } from '../gateway/calls.ts'
import { headerOf } from '../protoutil/block.ts'
import { filteredBlock } from './filtered-block.ts'
import { DeliverRefusal, type Seek, seekOf } from './seek.ts'

type DeliverCall = ServerDuplexStream<common.Envelope, peer.DeliverResponse>
type Frame = (block: common.Block) => peer.DeliverResponse

const wholeBlock: Frame = (block) => {
  const response = new peer.DeliverResponse()
  response.setBlock(block)
  return response
}

const filtered: Frame = (block) => {
  const response = new peer.DeliverResponse()
  response.setFilteredBlock(filteredBlock(block))
  return response
}

/** The embedded ledger has no private data, so there is none to add. */
const withPrivateData: Frame = (block) => {
  const both = new peer.BlockAndPrivateData()
  both.setBlock(block)
  const response = new peer.DeliverResponse()
  response.setBlockAndPrivateData(both)
  return response
}

const statusFrame = (status: keyof typeof common.Status) => {
  const response = new peer.DeliverResponse()
  response.setStatus(common.Status[status])
  return response
}

const send = async (call: DeliverCall, frame: peer.DeliverResponse, signal: AbortSignal) => {
  if (!call.write(frame)) await once(call, 'drain', { signal })
}

const sendBlocks = async (
  call: DeliverCall,
  seek: Seek,
  frame: Frame,
  context: LedgerContext,
  signal: AbortSignal,
) => {
  const { store } = context
  if (seek.failIfNotReady && seek.start >= store.height) throw new DeliverRefusal('NOT_FOUND')
  for await (const block of store.follow(seek.start, signal)) {
    await send(call, frame(block), signal)
    const number = headerOf(block).getNumber()
    if (number >= seek.stop) return
    if (seek.failIfNotReady && number + 1 >= store.height) throw new DeliverRefusal('NOT_FOUND')
  }
}

/** Answers seek requests one after another until the client ends or one is refused. */
const deliver = (frame: Frame, context: LedgerContext) => async (call: DeliverCall) => {
  const signal = signalOf(call)
  try {
    for await (const envelope of call.iterator({ destroyOnReturn: false })) {
      await sendBlocks(call, seekOf(envelope, context), frame, context, signal)
      await send(call, statusFrame('SUCCESS'), signal)
    }
  } catch (error) {
    if (signal.aborted) return
    if (!(error instanceof DeliverRefusal)) console.error(error)
    call.write(statusFrame(error instanceof DeliverRefusal ? error.status : 'INTERNAL_SERVER_ERROR'))
  }
  call.end()
}

/** protos.Deliver, as a peer serves it. */
export const deliverService = (context: LedgerContext): peer.IDeliverServer => ({
  deliver: deliver(wholeBlock, context),
  deliverFiltered: deliver(filtered, context),
  deliverWithPrivateData: deliver(withPrivateData, context),
})
