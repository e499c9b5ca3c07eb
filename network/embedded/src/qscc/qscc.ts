import { common, peer } from '@hyperledger/fabric-protos'
import type { LedgerContext } from '../context.ts'
import { EndorsementFailure } from '../endorser/failure.ts'
import { envelopesOf, headerOf } from '../protoutil/block.ts'
import { hex } from '../protoutil/digest.ts'
import type { LedgerStore } from '../store/ledger-store.ts'

type Query = (store: LedgerStore, argument: Uint8Array) => Promise<Uint8Array>

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

const refuse = (reason: string) => new EndorsementFailure('chaincode', `chaincode response 500, ${reason}`)

const blockBytes = async (store: LedgerStore, number: number): Promise<Uint8Array> => {
  const bytes = await store.block(number)
  if (!bytes)
    throw refuse(`Failed to get block number ${number}, error no such block number [${number}] in index`)
  return bytes
}

const entryOf = (store: LedgerStore, id: string) => {
  const entry = store.transaction(id)
  if (!entry)
    throw refuse(`Failed to get transaction with id ${id}, error no such transaction ID [${id}] in index`)
  return entry
}

const chainInfo: Query = async (store) => {
  const info = new common.BlockchainInfo()
  info.setHeight(store.height)
  info.setCurrentblockhash(Buffer.from(store.tip.hash, 'hex'))
  const last = common.Block.deserializeBinary(await blockBytes(store, store.height - 1))
  info.setPreviousblockhash(headerOf(last).getPreviousHash_asU8())
  return info.serializeBinary()
}

const blockByNumber: Query = (store, argument) => {
  if (!/^\d{1,15}$/.test(text(argument))) throw refuse(`Failed to parse block number ${text(argument)}`)
  return blockBytes(store, Number(text(argument)))
}

const blockByHash: Query = async (store, argument) => {
  const number = await store.blockNumberByHash(hex(argument))
  if (number === undefined)
    throw refuse(`Failed to get block hash ${hex(argument)}, error no such block hash in index`)
  return blockBytes(store, number)
}

const blockByTransaction: Query = (store, argument) => blockBytes(store, entryOf(store, text(argument)).block)

const transactionById: Query = async (store, argument) => {
  const { block, position, code } = entryOf(store, text(argument))
  const envelope = envelopesOf(common.Block.deserializeBinary(await blockBytes(store, block)))[position]
  const processed = new peer.ProcessedTransaction()
  processed.setTransactionenvelope(common.Envelope.deserializeBinary(envelope ?? new Uint8Array()))
  processed.setValidationcode(code)
  return processed.serializeBinary()
}

const queries: Readonly<Record<string, Query>> = {
  GetChainInfo: chainInfo,
  GetBlockByNumber: blockByNumber,
  GetBlockByHash: blockByHash,
  GetBlockByTxID: blockByTransaction,
  GetTransactionByID: transactionById,
}

/**
 * Fabric's query system chaincode: look-ups of blocks and transactions.
 * @param args function, channel, argument
 * @throws EndorsementFailure of kind chaincode, with the words of a peer
 */
export const queryLedger = async (
  [name, channel, argument = new Uint8Array()]: readonly Uint8Array[],
  { store, settings }: LedgerContext,
): Promise<peer.Response> => {
  if (!name || !channel) throw refuse('Incorrect number of arguments')
  if (text(channel) !== settings.channel) throw refuse(`Invalid chain ID, ${text(channel)}`)
  const query = Object.hasOwn(queries, text(name)) ? queries[text(name)] : undefined
  if (!query) throw refuse(`Requested function ${text(name)} not found.`)
  const response = new peer.Response()
  response.setStatus(200)
  response.setPayload(await query(store, argument))
  return response
}
