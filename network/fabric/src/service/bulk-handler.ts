import { peer } from '@hyperledger/fabric-protos'
import DataLoader from 'dataloader'
import handler, { type ShimStream } from 'fabric-shim/lib/handler.js'

/** Fabric 3's types of message for many keys (chaincode_shim.proto): an older copy of the enumeration has them not. */
export const bulkType = { WRITE_BATCH_STATE: 24, GET_STATE_MULTIPLE: 25 } as const
type BulkType = (typeof bulkType)[keyof typeof bulkType]

/** Which transaction of which channel asks. */
interface Asking {
  readonly channel: string
  readonly transaction: string
}
interface Entry {
  readonly key: string
  readonly value: Uint8Array
}

/**
 * Whose class a message is depends on which of two copies of Fabric's protobufs (fabric-shim brings its own) was loaded last:
 * both write themselves into one global object.
 */
const isMessage = (message: unknown): message is peer.ChaincodeMessage =>
  typeof message === 'object' && message !== null && 'getType' in message

/** Collects what one turn of the event loop asks for, and asks once. */
type Loaders<Request, Answer> = Map<string, DataLoader<Request, Answer>>

/**
 * fabric-shim's end of the conversation with a peer, with Fabric 3's messages for many keys at once: what a transaction
 * function reads or writes without waiting in between goes as one message each way (`GET_STATE_MULTIPLE`,
 * `WRITE_BATCH_STATE`). fabric-shim 2.5 for Node has them not yet; a message for each key was half of a contract's processor
 * time. A peer says in READY whether it knows them; with one that does not, each key has a message as before.
 */
export class BulkHandler extends handler.ChaincodeMessageHandler {
  readonly #reads: Loaders<string, Uint8Array> = new Map()
  readonly #writes: Loaders<Entry, Uint8Array> = new Map()
  #offered = new peer.ChaincodeAdditionalParams()

  constructor(stream: ShimStream, chaincode: object) {
    super(stream, chaincode)
    stream.on('data', (message) => {
      if (isMessage(message) && message.getType() === peer.ChaincodeMessage.Type.READY)
        this.#offered = peer.ChaincodeAdditionalParams.deserializeBinary(message.getPayload_asU8())
    })
  }

  override handleGetState(collection: string, key: string, channel: string, transaction: string) {
    if (collection !== '' || !this.#offered.getUseGetMultipleKeys())
      return super.handleGetState(collection, key, channel, transaction)
    const asking = { channel, transaction }
    const most = this.#offered.getMaxSizeGetMultipleKeys()
    return gather(this.#reads, asking, most, (keys) => this.#readAll(asking, keys)).load(key)
  }

  override handlePutState(
    collection: string,
    key: string,
    value: Uint8Array,
    channel: string,
    transaction: string,
  ) {
    if (collection !== '' || !this.#offered.getUseWriteBatch())
      return super.handlePutState(collection, key, value, channel, transaction)
    const asking = { channel, transaction }
    const most = this.#offered.getMaxSizeWriteBatch()
    return gather(this.#writes, asking, most, (entries) => this.#writeAll(asking, entries)).load({
      key,
      value,
    })
  }

  async #readAll(asking: Asking, keys: readonly string[]): Promise<Uint8Array[]> {
    const request = new peer.GetStateMultiple()
    request.setKeysList([...keys])
    const answer = await this.#ask(asking, bulkType.GET_STATE_MULTIPLE, request)
    return peer.GetStateMultipleResult.deserializeBinary(answer).getValuesList_asU8()
  }

  async #writeAll(asking: Asking, entries: readonly Entry[]): Promise<Uint8Array[]> {
    const request = new peer.WriteBatchState()
    request.setRecList(entries.map(writeRecord))
    const answer = await this.#ask(asking, bulkType.WRITE_BATCH_STATE, request)
    return entries.map(() => answer)
  }

  #ask(
    { channel, transaction }: Asking,
    type: BulkType,
    request: { serializeBinary(): Uint8Array },
  ): Promise<Uint8Array> {
    const message = new peer.ChaincodeMessage()
    message.setType(type)
    message.setPayload(request.serializeBinary())
    message.setTxid(transaction)
    message.setChannelId(channel)
    return this._askPeerAndListen(message, 'bulk')
  }
}

const writeRecord = ({ key, value }: Entry) => {
  const record = new peer.WriteRecord()
  record.setType(peer.WriteRecord.Type.PUT_STATE)
  record.setKey(key)
  record.setValue(value)
  return record
}

/** The loader of this turn of the event loop; the next turn gets a new one. */
const gather = <Request, Answer>(
  loaders: Loaders<Request, Answer>,
  { channel, transaction }: Asking,
  maxBatchSize: number,
  ask: (requests: readonly Request[]) => Promise<Answer[]>,
): DataLoader<Request, Answer> => {
  const name = `${channel} ${transaction}`
  const waiting = loaders.get(name)
  if (waiting) return waiting
  const loader = new DataLoader<Request, Answer>(
    (requests) => {
      loaders.delete(name)
      return ask(requests)
    },
    { cache: false, maxBatchSize },
  )
  loaders.set(name, loader)
  return loader
}
