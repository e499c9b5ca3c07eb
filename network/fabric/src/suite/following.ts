import { checkpointers, StatusCode } from '@hyperledger/fabric-gateway'
import { common, peer } from '@hyperledger/fabric-protos'
import { done, endorsed, json, type Tried } from './ledger.ts'
import type { Case } from './suite.ts'

/** Announces three events, and says in which block the first stands. */
const announced = async (ledger: Tried, key: string) => {
  const { blockNumber } = await done(ledger, 'announce', `${key}1`, 'first', '["x"]')
  const second = await endorsed(ledger, 'announce', `${key}2`, 'second', '[]')
  await (await second.submit()).getStatus()
  await done(ledger, 'announce', `${key}3`, 'third', '[]')
  return { startBlock: blockNumber, second: second.getTransactionId() }
}

export const events: Case = {
  name: 'events, and what follows a checkpoint',
  run: async (t, ledger) => {
    const { startBlock, second } = await announced(ledger, 'v')
    const checkpoint = checkpointers.inMemory()
    const read = async (count: number) => {
      const found = []
      const events = await ledger.network.getChaincodeEvents('huren', { startBlock, checkpoint })
      for await (const event of events) {
        await checkpoint.checkpointChaincodeEvent(event)
        found.push(event)
        if (found.length === count) break
      }
      events.close()
      return found
    }
    const [one, two] = await read(2)
    t.match(one, { eventName: 'first', blockNumber: startBlock })
    t.strictSame(json(one?.payload ?? new Uint8Array()), ['x'])
    t.match(two, { eventName: 'second', transactionId: second })
    t.strictSame(
      (await read(1)).map(({ eventName }) => eventName),
      ['third'],
      'goes on after the checkpoint',
    )
  },
}

export const blocks: Case = {
  name: 'filtered blocks and whole ones (CHAIN-2)',
  run: async (t, ledger) => {
    const { startBlock, second } = await announced(ledger, 'w')
    const filtered = await ledger.network.getFilteredBlockEvents({ startBlock })
    for await (const block of filtered) {
      const transaction = block.getFilteredTransactionsList().find((one) => one.getTxid() === second)
      if (!transaction) continue
      t.equal(block.getChannelId(), 'huren')
      t.equal(transaction.getTxValidationCode(), StatusCode.VALID)
      const [action] = transaction.getTransactionActions()?.getChaincodeActionsList() ?? []
      t.equal(action?.getChaincodeEvent()?.getEventName(), 'second')
      t.equal(action?.getChaincodeEvent()?.getPayload_asU8().length, 0)
      break
    }
    filtered.close()
    const whole = await ledger.network.getBlockAndPrivateDataEvents({ startBlock })
    for await (const each of whole) {
      t.equal(BigInt(each.getBlock()?.getHeader()?.getNumber() ?? -1), startBlock)
      break
    }
    whole.close()
  },
}

export const lookUps: Case = {
  name: 'blocks and transactions can be looked up (qscc)',
  run: async (t, ledger) => {
    const transaction = await endorsed(ledger, 'put', 'q', '1')
    const { blockNumber } = await (await transaction.submit()).getStatus()
    const id = transaction.getTransactionId()
    const qscc = ledger.network.getContract('qscc')
    const numberOf = async (name: string, argument: string | Uint8Array) =>
      common.Block.deserializeBinary(await qscc.evaluateTransaction(name, 'huren', argument))
        .getHeader()
        ?.getNumber()
    const info = common.BlockchainInfo.deserializeBinary(
      await qscc.evaluateTransaction('GetChainInfo', 'huren'),
    )
    const last = info.getHeight() - 1
    t.equal(last, Number(blockNumber))
    t.equal(await numberOf('GetBlockByNumber', String(last)), last)
    t.equal(await numberOf('GetBlockByHash', info.getCurrentblockhash_asU8()), last)
    t.equal(await numberOf('GetBlockByTxID', id), last)
    const processed = peer.ProcessedTransaction.deserializeBinary(
      await qscc.evaluateTransaction('GetTransactionByID', 'huren', id),
    )
    t.equal(processed.getValidationcode(), StatusCode.VALID)
    const refused = (...args: [string, ...string[]]) =>
      qscc.evaluateTransaction(...args).catch((error: Error) => error.message)
    t.match(await refused('GetBlockByNumber', 'huren', '999999'), /no such block number \[999999\]/)
    t.match(await refused('GetBlockByNumber', 'huren', '-1'), /Failed to parse block number/)
    t.match(await refused('GetBlockByHash', 'huren', 'nothing'), /no such block hash/)
    t.match(await refused('GetTransactionByID', 'huren', 'ab'), /no such transaction ID \[ab\]/)
    t.match(await refused('GetChainInfo', 'other'), /Invalid chain ID, other|access denied/)
    t.match(await refused('GetChainInfo'), /Incorrect number of arguments/)
  },
}
