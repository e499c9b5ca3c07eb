import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Client, credentials } from '@grpc/grpc-js'
import { loadConsortium, nodeSigner } from '@huren/crypto-config'
import { connect } from '@hyperledger/fabric-gateway'
import { gateway as protocol } from '@hyperledger/fabric-protos'
import t, { test } from 'tap'
import { commitment, World } from '../testing/world.ts'

t.setTimeout(120_000)
const world = await World.founded()
const hospital = await world.register('GD-4401-00001')
const [, organisation] = await loadConsortium(join(world.dir, 'consortium'))
const fabric = await organisation!.member('user', 'gateway')
/** `nodeSigner` hashes by itself: what it signs is what the digest is of. */
const sign = async (bytes: Uint8Array) =>
  Buffer.from(await nodeSigner(fabric.privateKey)(bytes)).toString('base64')

const step = async (name: string, body: object) => (await hospital.post(`/v1/offline/${name}`, body)).body

const covered = {
  proposal: (bytes: Uint8Array) =>
    protocol.ProposedTransaction.deserializeBinary(bytes).getProposal()!.getProposalBytes_asU8(),
  transaction: (bytes: Uint8Array) =>
    protocol.PreparedTransaction.deserializeBinary(bytes).getEnvelope()!.getPayload_asU8(),
  commit: (bytes: Uint8Array) =>
    protocol.SignedCommitStatusRequest.deserializeBinary(bytes).getRequest_asU8(),
}

/** What the hospital does on its own machine: takes the bytes, checks the digest, signs. */
const signedBy = async (what: keyof typeof covered, { bytes, digest }: { bytes: string; digest: string }) => {
  const message = covered[what](Buffer.from(bytes, 'base64'))
  if (createHash('sha256').update(message).digest('base64') !== digest) throw new Error('not the digest')
  return { bytes, signature: await sign(message) }
}

const identity = { mspId: organisation!.mspId, certificate: fabric.certificate }

test('CHAIN-24: a hospital with a Fabric identity signs each step itself; the gateway never sees a key', async (t) => {
  const report = world.report(hospital)
  const proposal = await step('proposal', { ...identity, statements: [report] })
  const endorsed = await step('endorse', await signedBy('proposal', proposal))
  t.match(endorsed.results, [{ outcome: 'committed' }])
  const submitted = await step('submit', await signedBy('transaction', endorsed))
  t.equal(submitted.transaction, proposal.transaction)
  const status = await step('status', await signedBy('commit', submitted))
  t.match(status, { validation: 'VALID', transaction: proposal.transaction, block: Number })
  const { body } = await hospital.get(`/v1/transactions/${proposal.transaction}`)
  t.match(body, { creator: organisation!.mspId, statements: [endorsed.results[0].id] })
})

test('bytes that are not what they should be are refused', async (t) => {
  const { bytes } = await step('proposal', { ...identity, statements: [world.report(hospital)] })
  const wrong = await sign(Buffer.from('something else'))
  t.match(await step('endorse', { bytes, signature: wrong }), { code: /^ledger-/ })
  t.match(await step('endorse', { bytes: Buffer.from('no proposal').toString('base64'), signature: wrong }), {
    code: 'proposal-foreign',
    status: 422,
  })
  const other = Buffer.from(bytes, 'base64').toString('latin1').replaceAll('huren', 'other')
  t.match(
    await step('endorse', { bytes: Buffer.from(other, 'latin1').toString('base64'), signature: wrong }),
    {
      code: 'proposal-foreign',
    },
  )
  t.match(await step('submit', { bytes, signature: wrong }), { code: /^(proposal|ledger)-/ })
  t.match(await step('endorse', { bytes }), { code: 'body-invalid', field: 'signature' })
})

/** A proposal that no gateway of ours gave out, signed by somebody who may propose. */
const endorseOwn = async (name: string, ...args: string[]) => {
  const client = new Client('127.0.0.1:9', credentials.createInsecure())
  const owner = { mspId: identity.mspId, credentials: Buffer.from(identity.certificate) }
  const contract = connect({ client, identity: owner }).getNetwork('huren').getContract('huren')
  const proposal = contract.newProposal(name, { arguments: args })
  const encoded = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const toSign = { bytes: encoded(proposal.getBytes()), digest: encoded(proposal.getDigest()) }
  client.close()
  return step('endorse', await signedBy('proposal', toSign))
}

test('GAP-5: what is no statement is not endorsed, whoever proposes it', async (t) => {
  const good = JSON.stringify(world.report(hospital))
  t.match((await endorseOwn('Report:submit', good)).results, [{ outcome: 'committed' }])
  const refused = (detail: RegExp) => ({ status: 422, code: 'ledger-refused', detail })
  t.match(
    await endorseOwn('Report:submit', good, '欧阳秀英 13800138000'),
    refused(/statement-unreadable: statement 2: json-malformed/),
  )
  t.match(await endorseOwn('Registry:institutions\n欧阳秀英'), { code: 'proposal-foreign' })
})

test('a query does not pass as a proposal: who reads what is decided by the gateway', async (t) => {
  const foreign = { status: 422, code: 'proposal-foreign' }
  t.match(await endorseOwn('Registry:institutions'), foreign)
  t.match(await endorseOwn('Report:get', '6f2b4a9e-1111-4000-8000-000000000000'), foreign)
})

test('one transaction is for one contract', async (t) => {
  const referral = hospital.sign('referral', {
    referral: '6f2b4a9e-1111-4000-8000-000000000000',
    step: 'propose',
    from: hospital.id,
    to: 'GD-4401-00002',
    subject: commitment(),
    urgency: 'routine',
  })
  t.match(await step('proposal', { ...identity, statements: [world.report(hospital), referral] }), {
    code: 'body-invalid',
    field: 'statements',
  })
  t.match(
    await step('proposal', { ...identity, certificate: 'none', statements: [world.report(hospital)] }),
    {
      digest: String,
    },
  )
})

test('close', async () => world.close())
