import type { Contract, SubmittedTransaction, Transaction } from '@hyperledger/fabric-gateway'
import { common, gateway, ledger as ledgerProtos, peer } from '@hyperledger/fabric-protos'
import { test } from 'tap'
import { signLowS } from '../identity/signature.ts'
import { envelopesOf, metadataOf } from '../protoutil/block.ts'
import { actionPayloadOf } from '../protoutil/read-write-set.ts'
import { parseAction, parseEnvelope } from '../protoutil/transaction.ts'
import { rawGateway } from '../testing/client.ts'
import { type Forger, forgeProposal, forger, refusalOf } from '../testing/forge.ts'
import { json, testLedger } from '../testing/ledger.ts'

const { TxValidationCode } = peer

const endorsed = (contract: Contract, name: string, ...args: string[]): Promise<Transaction> =>
  contract.newProposal(name, { arguments: args }).endorse()

const codeOf = async (submitted: SubmittedTransaction | Promise<SubmittedTransaction>) =>
  (await (await submitted).getStatus()).code

test('what was read must still be so (MVCC)', async (t) => {
  const { contract } = await testLedger(t, { batch: { timeout: 250 } }) // two that arrive together share a block
  const [first, second] = [
    await endorsed(contract, 'increment', 'n'),
    await endorsed(contract, 'increment', 'n'),
  ]
  t.equal(await codeOf(first.submit()), TxValidationCode.VALID)
  t.equal(await codeOf(second.submit()), TxValidationCode.MVCC_READ_CONFLICT)

  const both = [await endorsed(contract, 'increment', 'n'), await endorsed(contract, 'increment', 'n')]
  const submitted = await Promise.all(both.map((transaction) => transaction.submit()))
  const statuses = await Promise.all(submitted.map((each) => each.getStatus()))
  t.equal(statuses[0]?.blockNumber, statuses[1]?.blockNumber, 'in one block')
  t.strictSame(
    statuses.map(({ code }) => code).sort((a, b) => a - b),
    [TxValidationCode.VALID, TxValidationCode.MVCC_READ_CONFLICT],
  )
  t.equal(json(await contract.evaluateTransaction('get', 'n')), '2')
})

test('ranges that were read must still be so (phantoms)', async (t) => {
  const { contract } = await testLedger(t)
  const put = (key: string) => contract.submitTransaction('put', key, 'x')
  await put('b')
  await put('d')
  const count = () => endorsed(contract, 'count', 'a', 'm', 'z')
  const first = () => endorsed(contract, 'first', 'a', 'm', 'z')

  const unchanged = await count()
  await put('m')
  t.equal(await codeOf(unchanged.submit()), TxValidationCode.VALID, 'a new key beyond the range')
  const grown = await count()
  await put('c')
  t.equal(await codeOf(grown.submit()), TxValidationCode.PHANTOM_READ_CONFLICT, 'a new key')
  const shrunk = await count()
  await contract.submitTransaction('delete', 'c')
  t.equal(await codeOf(shrunk.submit()), TxValidationCode.PHANTOM_READ_CONFLICT, 'a key gone')
  const rewritten = await count()
  await put('d')
  t.equal(await codeOf(rewritten.submit()), TxValidationCode.PHANTOM_READ_CONFLICT, 'a key written again')
  const notReached = await first()
  await contract.submitTransaction('delete', 'd')
  t.equal(
    await codeOf(notReached.submit()),
    TxValidationCode.PHANTOM_READ_CONFLICT,
    'within the batch that was read',
  )
  const inOneBlock = await count()
  const other = await endorsed(contract, 'put', 'e', 'x')
  const [otherOne, counted] = await Promise.all([other.submit(), inOneBlock.submit()])
  t.equal(await codeOf(otherOne), TxValidationCode.VALID)
  t.equal(await codeOf(counted), TxValidationCode.PHANTOM_READ_CONFLICT, 'a new key in the same block')
})

/** Puts an endorsed transaction together anew, changed and signed by `by`. */
const forgeTransaction = (
  prepared: common.Envelope,
  { key }: Forger,
  change: (action: peer.ChaincodeEndorsedAction) => void,
): common.Envelope => {
  const payload = common.Payload.deserializeBinary(prepared.getPayload_asU8())
  const { signatureHeader, payload: actionPayload } = actionPayloadOf(payload)
  const action = actionPayload.getAction()
  if (action) change(action)
  const transactionAction = new peer.TransactionAction()
  transactionAction.setHeader(signatureHeader)
  transactionAction.setPayload(actionPayload.serializeBinary())
  const transaction = new peer.Transaction()
  transaction.setActionsList([transactionAction])
  payload.setData(transaction.serializeBinary())
  const envelope = new common.Envelope()
  envelope.setPayload(payload.serializeBinary())
  envelope.setSignature(signLowS(key, envelope.getPayload_asU8()))
  return envelope
}

/** The same transaction under another's id. */
const underId = (envelope: common.Envelope, { key }: Forger, id: string): common.Envelope => {
  const { payload, header, channelHeader } = parseEnvelope(envelope)
  channelHeader.setTxId(id)
  header.setChannelHeader(channelHeader.serializeBinary())
  payload.setHeader(header)
  const changed = new common.Envelope()
  changed.setPayload(payload.serializeBinary())
  changed.setSignature(signLowS(key, changed.getPayload_asU8()))
  return changed
}

/** The answer with one more write in it, as somebody would have it who wants more than was endorsed. */
const withOneMoreWrite = (payload: Uint8Array): Uint8Array => {
  const response = peer.ProposalResponsePayload.deserializeBinary(payload)
  const { action } = parseAction(payload)
  const results = ledgerProtos.rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8())
  const [first] = results.getNsRwsetList()
  const set = ledgerProtos.rwset.kvrwset.KVRWSet.deserializeBinary(first?.getRwset_asU8() ?? new Uint8Array())
  const write = new ledgerProtos.rwset.kvrwset.KVWrite()
  write.setKey('smuggled')
  write.setValue(Buffer.from('x'))
  set.setWritesList([...set.getWritesList(), write])
  first?.setRwset(set.serializeBinary())
  action.setResults(results.serializeBinary())
  response.setExtension$(action.serializeBinary())
  return response.serializeBinary()
}

test('only what peers of two organisations endorsed is valid (CHAIN-2)', async (t) => {
  const { contract, folders, ledger, network } = await testLedger(t)
  const byOne = contract.newProposal('put', {
    arguments: ['a', '1'],
    endorsingOrganizations: ['ConsensusOneMSP'],
  })
  t.equal(await codeOf((await byOne.endorse()).submit()), TxValidationCode.ENDORSEMENT_POLICY_FAILURE)
  const byOthers = contract.newProposal('put', {
    arguments: ['a', '1'],
    endorsingOrganizations: ['SupervisorMSP', 'ConsensusTwoMSP'],
  })
  t.equal(await codeOf((await byOthers.endorse()).submit()), TxValidationCode.VALID)

  const service = rawGateway(ledger)
  const user = await forger(folders.consortiumDir)
  const prepared = async () => {
    const request = new gateway.EndorseRequest()
    request.setProposedTransaction(
      forgeProposal(user, (parts) => {
        parts.args = ['put', 'b', '1']
      }),
    )
    return new Promise<common.Envelope>((resolve, reject) => {
      service.endorse(request, (error, response) => {
        const envelope = response?.getPreparedTransaction()
        if (envelope) resolve(envelope)
        else reject(error)
      })
    })
  }
  const submit = (envelope: common.Envelope) => {
    const request = new gateway.SubmitRequest()
    request.setChannelId('huren')
    request.setPreparedTransaction(envelope)
    return refusalOf((done) => service.submit(request, done))
  }
  /** Code of the only transaction in the next block. */
  const judged = async (envelope: common.Envelope) => {
    const blocks = await network.getBlockEvents()
    const next = blocks[Symbol.asyncIterator]().next()
    t.equal(await submit(envelope), undefined, 'taken into the order')
    const { value } = await next
    blocks.close()
    t.equal(envelopesOf(value).length, 1)
    return metadataOf(value, 'TRANSACTIONS_FILTER')[0]
  }
  const judgedAs = async (
    what: string,
    code: number,
    change: (action: peer.ChaincodeEndorsedAction) => void,
  ) => t.equal(await judged(forgeTransaction(await prepared(), user, change)), code, what)

  const failure = TxValidationCode.ENDORSEMENT_POLICY_FAILURE
  await judgedAs('unchanged', TxValidationCode.VALID, () => undefined)
  await judgedAs('one endorsement twice', failure, (action) => {
    const [first] = action.getEndorsementsList()
    action.setEndorsementsList(first ? [first, first] : [])
  })
  await judgedAs('one more write', failure, (action) =>
    action.setProposalResponsePayload(withOneMoreWrite(action.getProposalResponsePayload_asU8())),
  )
  await judgedAs('a client that endorses', failure, (action) => {
    const [first] = action.getEndorsementsList()
    const own = new peer.Endorsement()
    own.setEndorser(user.creator)
    const signed = Buffer.concat([action.getProposalResponsePayload_asU8(), user.creator])
    own.setSignature(signLowS(user.key, signed))
    action.setEndorsementsList(first ? [first, own] : [])
  })
  await judgedAs('no endorsement', failure, (action) => action.setEndorsementsList([]))
  await judgedAs('no answer', TxValidationCode.INVALID_ENDORSER_TRANSACTION, (action) =>
    action.setProposalResponsePayload(Buffer.from('nonsense')),
  )

  const transaction = forgeTransaction(await prepared(), user, () => undefined)
  const id = parseEnvelope(transaction).channelHeader.getTxId()
  const occupier = underId(await prepared(), user, id)
  t.equal(await judged(occupier), TxValidationCode.BAD_PROPOSAL_TXID, "under another transaction's id")
  t.equal(await judged(transaction), TxValidationCode.VALID)
  t.equal(await judged(transaction), TxValidationCode.DUPLICATE_TXID, 'the same transaction again')
  const stranger = forgeTransaction(await prepared(), await forger(folders.consortiumDir), () => undefined)
  t.match(await submit(stranger), { code: 10, message: /FORBIDDEN.*signature is not valid/ })
  const oversized = new common.Envelope()
  oversized.setPayload(Buffer.alloc(32 << 20))
  oversized.setSignature(Buffer.from('x'))
  t.match(await submit(oversized), { code: 10, message: /BAD_REQUEST.*exceeds maximum allowed/ })
  t.equal(json(await contract.evaluateTransaction('get', 'smuggled')), null)
  service.close()
})
