import { common, peer } from '@hyperledger/fabric-protos'
import { test } from 'tap'
import { blockHeaderHash, headerOf } from '../protoutil/block.ts'
import { parseEnvelope } from '../protoutil/transaction.ts'
import { testLedger } from '../testing/ledger.ts'

test('blocks and transactions can be looked up', async (t) => {
  const { contract, network } = await testLedger(t)
  const submitted = await contract.submitAsync('put', { arguments: ['a', '1'] })
  await submitted.getStatus()
  const id = submitted.getTransactionId()
  const qscc = network.getContract('qscc')
  const block = async (name: string, argument: string | Uint8Array) =>
    common.Block.deserializeBinary(await qscc.evaluateTransaction(name, 'huren', argument))

  const info = common.BlockchainInfo.deserializeBinary(
    await qscc.evaluateTransaction('GetChainInfo', 'huren'),
  )
  t.equal(info.getHeight(), 2)
  const first = headerOf(await block('GetBlockByNumber', '1'))
  t.equal(first.getNumber(), 1)
  t.same(Buffer.from(info.getCurrentblockhash_asU8()), blockHeaderHash(first))
  t.same(info.getPreviousblockhash_asU8(), first.getPreviousHash_asU8())
  t.equal(headerOf(await block('GetBlockByHash', blockHeaderHash(first))).getNumber(), 1)
  t.equal(headerOf(await block('GetBlockByTxID', id)).getNumber(), 1)
  const processed = peer.ProcessedTransaction.deserializeBinary(
    await qscc.evaluateTransaction('GetTransactionByID', 'huren', id),
  )
  t.equal(processed.getValidationcode(), peer.TxValidationCode.VALID)
  const envelope = processed.getTransactionenvelope() ?? new common.Envelope()
  t.equal(parseEnvelope(envelope).channelHeader.getTxId(), id)

  const refused = (...args: [string, ...string[]]) =>
    qscc.evaluateTransaction(...args).catch((error: Error) => error.message)
  t.match(await refused('GetBlockByNumber', 'huren', '9'), /no such block number \[9\]/)
  t.match(await refused('GetBlockByNumber', 'huren', '-1'), /Failed to parse block number/)
  t.match(await refused('GetBlockByHash', 'huren', 'nothing'), /no such block hash/)
  t.match(await refused('GetTransactionByID', 'huren', 'ab'), /no such transaction ID \[ab\]/)
  t.match(await refused('GetChainInfo', 'other'), /Invalid chain ID, other/)
  t.match(await refused('GetChainInfo'), /Incorrect number of arguments/)
  t.match(await refused('constructor', 'huren', ''), /Requested function constructor not found/)
})
