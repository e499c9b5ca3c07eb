import { type EndorseError, GatewayError } from '@hyperledger/fabric-gateway'
import { peer } from '@hyperledger/fabric-protos'
import { test } from 'tap'
import { json, testLedger } from './testing/ledger.ts'

test('the official client submits, evaluates and follows', async (t) => {
  const { contract, network } = await testLedger(t)
  t.equal(json(await contract.submitTransaction('put', 'a', '1', 'b', '2', '互', '认')), 3)
  t.equal(json(await contract.evaluateTransaction('get', 'a')), '1')
  t.strictSame(json(await contract.evaluateTransaction('range', 'a', 'c')), [
    ['a', '1'],
    ['b', '2'],
  ])
  const submitted = await contract.submitAsync('announce', { arguments: ['k', 'statements', '["x"]'] })
  t.match(await submitted.getStatus(), {
    successful: true,
    code: peer.TxValidationCode.VALID,
    blockNumber: 2n,
  })

  const events = await network.getChaincodeEvents('huren', { startBlock: 0n })
  for await (const event of events) {
    t.match(event, { eventName: 'statements', blockNumber: 2n, transactionId: submitted.getTransactionId() })
    t.strictSame(json(event.payload), ['x'])
    break
  }
  events.close()
})

test('errors carry what each peer said', async (t) => {
  const { contract } = await testLedger(t)
  const evaluated: unknown = await contract
    .evaluateTransaction('fail', 'not today')
    .catch((error: unknown) => error)
  t.type(evaluated, GatewayError)
  t.match(evaluated, {
    code: 2,
    details: [{ mspId: 'ConsensusOneMSP', message: 'chaincode response 500, not today' }],
  })
  const refused: unknown = await contract
    .submitTransaction('putThenFail', 'a')
    .catch((error: unknown) => error)
  t.match(refused, { name: 'EndorseError', code: 10, details: [{ message: /changed its mind/ }] })
  t.equal(json(await contract.evaluateTransaction('get', 'a')), null)
})

test('peers that do not say the same do not endorse', async (t) => {
  const { contract } = await testLedger(t)
  const refused: EndorseError = await contract.submitTransaction('random', 'a').catch((error) => error)
  t.match(refused, {
    name: 'EndorseError',
    code: 10,
    details: [{ mspId: 'ConsensusTwoMSP', message: 'ProposalResponsePayloads do not match' }],
  })
})
