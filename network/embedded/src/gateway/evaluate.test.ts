import { randomBytes } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import { p256 } from '@noble/curves/nist.js'
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js'
import { test } from 'tap'
import { rawGateway } from '../testing/client.ts'
import { evaluateRequest, forgeProposal, forger, type ProposalParts, refusalOf } from '../testing/forge.ts'
import { testFolders, testLedger } from '../testing/ledger.ts'

const highS = (signature: Uint8Array): Uint8Array => {
  const { r, s } = p256.Signature.fromBytes(signature, 'der')
  return new p256.Signature(r, p256.Point.Fn.neg(s)).toBytes('der')
}

const minutesAway = (minutes: number) =>
  timestamps.Timestamp.fromDate(new Date(Date.now() + minutes * 60_000))

type Wrong = [what: string, code: status, message: RegExp, change: (parts: ProposalParts) => void]
const wrongs: readonly Wrong[] = [
  ['the type', status.FAILED_PRECONDITION, /header type/, ({ channelHeader }) => channelHeader.setType(1)],
  [
    'the epoch',
    status.FAILED_PRECONDITION,
    /epoch is non-zero/,
    ({ channelHeader }) => channelHeader.setEpoch(1),
  ],
  ['no nonce', status.FAILED_PRECONDITION, /nonce is empty/, (parts) => parts.signatureHeader.setNonce('')],
  [
    'no creator',
    status.FAILED_PRECONDITION,
    /creator is empty/,
    (parts) => {
      parts.creator = new Uint8Array()
    },
  ],
  [
    'the transaction id',
    status.FAILED_PRECONDITION,
    /incorrectly computed txid/,
    (parts) => {
      parts.transactionId = 'ab'.repeat(32)
    },
  ],
  [
    'a clock that is behind',
    status.FAILED_PRECONDITION,
    /timestamp is more than/,
    ({ channelHeader }) => channelHeader.setTimestamp(minutesAway(-11)),
  ],
  [
    'a clock that is ahead',
    status.FAILED_PRECONDITION,
    /timestamp is more than/,
    ({ channelHeader }) => channelHeader.setTimestamp(minutesAway(11)),
  ],
  [
    'no time at all',
    status.FAILED_PRECONDITION,
    /timestamp is more than/,
    ({ channelHeader }) => channelHeader.setTimestamp(undefined),
  ],
  [
    'the signature',
    status.FAILED_PRECONDITION,
    /signature is not valid/,
    (parts) => {
      parts.sign = () => randomBytes(70)
    },
  ],
  [
    'no signature',
    status.FAILED_PRECONDITION,
    /signature is not valid/,
    (parts) => {
      parts.sign = () => new Uint8Array()
    },
  ],
  [
    'the other S of the same signature',
    status.FAILED_PRECONDITION,
    /signature is not valid/,
    (parts) => {
      const { sign } = parts
      parts.sign = (bytes) => highS(sign(bytes))
    },
  ],
  [
    'the channel',
    status.FAILED_PRECONDITION,
    /channel 'other' not found/,
    ({ channelHeader }) => channelHeader.setChannelId('other'),
  ],
  [
    'no channel',
    status.INVALID_ARGUMENT,
    /no channel id/,
    ({ channelHeader }) => channelHeader.setChannelId(''),
  ],
  [
    'a foreign chaincode',
    status.FAILED_PRECONDITION,
    /chaincode 'other' is not served/,
    (parts) => {
      parts.chaincode = 'other'
    },
  ],
  [
    'the lifecycle chaincode',
    status.FAILED_PRECONDITION,
    /has no lifecycle/,
    (parts) => {
      parts.chaincode = '_lifecycle'
    },
  ],
  [
    'no chaincode',
    status.INVALID_ARGUMENT,
    /no chaincode name/,
    (parts) => {
      parts.chaincode = ''
    },
  ],
]

test('proposals are checked as a peer checks them', async (t) => {
  const { ledger, folders } = await testLedger(t)
  const service = rawGateway(ledger)
  const { consortiumDir } = folders
  const good = await forger(consortiumDir)
  const evaluate = (proposal = forgeProposal(good)) =>
    refusalOf((done) => service.evaluate(evaluateRequest(proposal), done))
  t.equal(await evaluate(), undefined, 'a good proposal is evaluated')
  for (const [what, code, message, change] of wrongs)
    t.match(await evaluate(forgeProposal(good, change)), { code, message }, what)

  const slow = forgeProposal(good, (parts) => {
    parts.args = ['sleep', '300']
  })
  const [first, second] = await Promise.all([evaluate(slow), evaluate(slow)])
  t.equal(first, undefined)
  t.match(second, { message: /txid: .* exists/ }, 'the same proposal while it is being executed')

  const refused = async (who: string, by: Parameters<typeof forgeProposal>[0], message: RegExp) =>
    t.match(await evaluate(forgeProposal(by)), { code: status.FAILED_PRECONDITION, message }, who)
  const expired = await forger(consortiumDir, { days: -1 }).catch(() => undefined)
  if (expired) await refused('an expired certificate', expired, /expired/)
  await refused('an unknown organisation', await forger(consortiumDir, {}, { mspId: 'OtherMSP' }), /unknown/)
  await refused(
    'an organisation that did not issue the certificate',
    await forger(consortiumDir, {}, { mspId: 'SupervisorMSP' }),
    /not issued by/,
  )
  const elsewhere = await testFolders(t)
  await refused(
    'the same organisation of another consortium',
    await forger(elsewhere.consortiumDir),
    /not issued by/,
  )
  await refused(
    'a stolen certificate',
    { creator: good.creator, key: (await forger(consortiumDir)).key },
    /signature is not valid/,
  )
})
