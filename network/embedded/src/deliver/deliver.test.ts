import { once } from 'node:events'
import { credentials } from '@grpc/grpc-js'
import { checkpointers, connect, hash } from '@hyperledger/fabric-gateway'
import { common, msp, orderer, peer } from '@hyperledger/fabric-protos'
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js'
import { test } from 'tap'
import { signLowS } from '../identity/signature.ts'
import { headerOf } from '../protoutil/block.ts'
import { type Forger, forger } from '../testing/forge.ts'
import { json, testLedger } from '../testing/ledger.ts'

const position = (where: 'oldest' | 'newest' | number) => {
  const result = new orderer.SeekPosition()
  if (where === 'oldest') result.setOldest(new orderer.SeekOldest())
  else if (where === 'newest') result.setNewest(new orderer.SeekNewest())
  else {
    const specified = new orderer.SeekSpecified()
    specified.setNumber(where)
    result.setSpecified(specified)
  }
  return result
}

interface SeekRequest {
  start: Parameters<typeof position>[0]
  stop: Parameters<typeof position>[0]
  fail?: boolean
  channel?: string
  minutes?: number
}

const seek = (
  { creator, key }: Forger,
  { start, stop, fail, channel = 'huren', minutes = 0 }: SeekRequest,
) => {
  const info = new orderer.SeekInfo()
  info.setStart(position(start))
  info.setStop(position(stop))
  if (fail) info.setBehavior(orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY)
  const channelHeader = new common.ChannelHeader()
  channelHeader.setType(common.HeaderType.DELIVER_SEEK_INFO)
  channelHeader.setChannelId(channel)
  channelHeader.setTimestamp(timestamps.Timestamp.fromDate(new Date(Date.now() + minutes * 60_000)))
  const signatureHeader = new common.SignatureHeader()
  signatureHeader.setCreator(creator)
  const header = new common.Header()
  header.setChannelHeader(channelHeader.serializeBinary())
  header.setSignatureHeader(signatureHeader.serializeBinary())
  const payload = new common.Payload()
  payload.setHeader(header)
  payload.setData(info.serializeBinary())
  const envelope = new common.Envelope()
  envelope.setPayload(payload.serializeBinary())
  envelope.setSignature(signLowS(key, envelope.getPayload_asU8()))
  return envelope
}

test('blocks from any position, as far as asked (CHAIN-2)', async (t) => {
  const { contract, ledger, folders } = await testLedger(t)
  for (const key of ['a', 'b', 'c']) await contract.submitTransaction('put', key, '1')
  const service = new peer.DeliverClient(
    ledger.address,
    credentials.createSsl(Buffer.from(ledger.tlsRootCert)),
  )
  t.teardown(async () => service.close())
  const user = await forger(folders.consortiumDir)

  /** Numbers of the blocks that were sent, and the status at the end. */
  const answer = async (request: SeekRequest, by: Forger = user, envelope = seek(by, request)) => {
    const stream = service.deliver()
    stream.write(envelope)
    const numbers: number[] = []
    for await (const response of stream) {
      const { status = undefined } =
        response.getTypeCase() === peer.DeliverResponse.TypeCase.STATUS
          ? { status: response.getStatus() }
          : {}
      if (status !== undefined) {
        stream.cancel()
        return [numbers, status]
      }
      numbers.push(headerOf(response.getBlock()).getNumber())
    }
    return [numbers, 'no status']
  }
  const { SUCCESS, NOT_FOUND, BAD_REQUEST, FORBIDDEN } = common.Status
  t.strictSame(await answer({ start: 'oldest', stop: 'newest' }), [[0, 1, 2, 3], SUCCESS])
  t.strictSame(await answer({ start: 'newest', stop: 'newest' }), [[3], SUCCESS])
  t.strictSame(await answer({ start: 1, stop: 2 }), [[1, 2], SUCCESS])
  t.strictSame(await answer({ start: 2, stop: 9, fail: true }), [[2, 3], NOT_FOUND])
  t.strictSame(await answer({ start: 4, stop: 4, fail: true }), [[], NOT_FOUND])
  t.strictSame(await answer({ start: 3, stop: 2 }), [[], BAD_REQUEST])
  t.strictSame(await answer({ start: 0, stop: 1, channel: 'other' }), [[], NOT_FOUND])
  t.strictSame(await answer({ start: 0, stop: 1, minutes: 20 }), [[], BAD_REQUEST], 'an old request')
  const thief = { creator: user.creator, key: (await forger(folders.consortiumDir)).key }
  t.strictSame(await answer({ start: 0, stop: 1 }, thief), [[], FORBIDDEN])
  const nonsense = new common.Envelope()
  nonsense.setPayload(Buffer.from('nonsense'))
  t.strictSame(await answer({ start: 0, stop: 1 }, user, nonsense), [[], BAD_REQUEST])

  const following = service.deliver()
  following.write(seek(user, { start: 4, stop: 4 }))
  const [, [response]] = await Promise.all([
    contract.submitTransaction('put', 'd', '1'),
    once(following, 'data'),
  ])
  t.equal(headerOf(response.getBlock()).getNumber(), 4, 'waits until the block is there')
  following.on('error', () => undefined)
  following.cancel()
})

test('filtered blocks, private-data blocks, checkpoints', async (t) => {
  const { contract, network } = await testLedger(t)
  await contract.submitTransaction('announce', 'a', 'first', '1')
  const second = await contract.submitAsync('announce', { arguments: ['b', 'second', '2'] })
  await second.getStatus()
  await contract.submitTransaction('announce', 'c', 'third', '3')

  const filtered = await network.getFilteredBlockEvents({ startBlock: 2n })
  for await (const block of filtered) {
    const [transaction] = block.getFilteredTransactionsList()
    t.equal(block.getChannelId(), 'huren')
    t.equal(transaction?.getTxid(), second.getTransactionId())
    t.equal(transaction?.getTxValidationCode(), peer.TxValidationCode.VALID)
    const [action] = transaction?.getTransactionActions()?.getChaincodeActionsList() ?? []
    t.equal(action?.getChaincodeEvent()?.getEventName(), 'second')
    t.equal(action?.getChaincodeEvent()?.getPayload_asU8().length, 0)
    break
  }
  filtered.close()
  const both = await network.getBlockAndPrivateDataEvents({ startBlock: 1n })
  for await (const each of both) {
    t.equal(headerOf(each.getBlock() ?? new common.Block()).getNumber(), 1)
    break
  }
  both.close()

  const checkpoint = checkpointers.inMemory()
  const read = async (count: number) => {
    const names: string[] = []
    const events = await network.getChaincodeEvents('huren', { startBlock: 0n, checkpoint })
    for await (const event of events) {
      await checkpoint.checkpointChaincodeEvent(event)
      names.push(event.eventName)
      if (names.length === count) break
    }
    events.close()
    return names
  }
  t.strictSame(await read(2), ['first', 'second'])
  t.strictSame(await read(1), ['third'], 'goes on after the checkpoint')
})

test('every step can be signed elsewhere (EXCH-12)', async (t) => {
  const { folders, client, contract } = await testLedger(t)
  const user = await forger(folders.consortiumDir)
  const certificate = msp.SerializedIdentity.deserializeBinary(user.creator).getIdBytes_asU8()
  const keyless = connect({
    client: client.options.client,
    identity: { mspId: 'ConsensusOneMSP', credentials: certificate },
    hash: hash.none,
  })
  const sign = (signable: { getDigest(): Uint8Array }) => signLowS(user.key, signable.getDigest())
  const unsignedProposal = keyless
    .getNetwork('huren')
    .getContract('huren')
    .newProposal('put', { arguments: ['a', '1'] })
  const proposal = keyless.newSignedProposal(unsignedProposal.getBytes(), sign(unsignedProposal))
  const unsigned = await proposal.endorse()
  const transaction = keyless.newSignedTransaction(unsigned.getBytes(), sign(unsigned))
  const unsignedCommit = await transaction.submit()
  const commit = keyless.newSignedCommit(unsignedCommit.getBytes(), sign(unsignedCommit))
  t.match(await commit.getStatus(), { successful: true })
  t.equal(json(await contract.evaluateTransaction('get', 'a')), '1')
  const unsignedEvents = keyless.getNetwork('huren').newBlockEventsRequest({ startBlock: 1n })
  const events = await keyless
    .newSignedBlockEventsRequest(unsignedEvents.getBytes(), sign(unsignedEvents))
    .getEvents()
  for await (const block of events) {
    t.equal(headerOf(block).getNumber(), 1)
    break
  }
  events.close()
})
