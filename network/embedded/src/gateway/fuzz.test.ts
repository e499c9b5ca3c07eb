import { status } from '@grpc/grpc-js'
import { common, gateway } from '@hyperledger/fabric-protos'
import fc from 'fast-check'
import { test } from 'tap'
import { signLowS } from '../identity/signature.ts'
import { rawGateway } from '../testing/client.ts'
import { evaluateRequest, forgeProposal, forger, refusalOf } from '../testing/forge.ts'
import { json, testLedger } from '../testing/ledger.ts'
import { verifyLedger } from '../verify/verify-ledger.ts'

/** One change somewhere in a message: a byte, a piece lost, a piece of noise. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  lost: fc.nat(40),
  noise: fc.uint8Array({ maxLength: 40 }),
})

const mutate = (bytes: Uint8Array, { at, lost, noise }: { at: number; lost: number; noise: Uint8Array }) => {
  const position = Math.floor(at * bytes.length)
  return Buffer.concat([bytes.subarray(0, position), noise, bytes.subarray(position + lost)])
}

test('whatever is sent, the answer is a refusal that was foreseen, and the ledger goes on', async (t) => {
  const { contract, ledger, folders } = await testLedger(t)
  const user = await forger(folders.consortiumDir)
  const service = rawGateway(ledger)
  t.teardown(async () => service.close())
  const envelopeOf = async () => {
    const request = new gateway.EndorseRequest()
    request.setProposedTransaction(
      forgeProposal(user, (parts) => {
        parts.args = ['put', 'a', 'fuzz']
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
  const foreseen = (refusal: { code: number; message: string } | undefined) =>
    refusal?.code !== status.INTERNAL && refusal?.code !== status.UNAVAILABLE

  await fc.assert(
    fc.asyncProperty(mutation, fc.boolean(), async (change, signed) => {
      const proposal = forgeProposal(user)
      proposal.setProposalBytes(mutate(proposal.getProposalBytes_asU8(), change))
      if (signed) proposal.setSignature(signLowS(user.key, proposal.getProposalBytes_asU8()))
      return foreseen(await refusalOf((done) => service.evaluate(evaluateRequest(proposal), done)))
    }),
    { numRuns: 150 },
  )
  t.pass('proposals')

  const prepared = (await envelopeOf()).getPayload_asU8()
  const submit = (payload: Uint8Array) => {
    const envelope = new common.Envelope()
    envelope.setPayload(payload)
    envelope.setSignature(signLowS(user.key, envelope.getPayload_asU8()))
    const request = new gateway.SubmitRequest()
    request.setChannelId('huren')
    request.setPreparedTransaction(envelope)
    return refusalOf((done) => service.submit(request, done))
  }
  const badlyEndorsed = Uint8Array.from(prepared)
  badlyEndorsed[badlyEndorsed.length - 1]! ^= 1
  t.equal(await submit(badlyEndorsed), undefined, 'is taken into the order, and invalid there')
  await fc.assert(
    fc.asyncProperty(mutation, async (change) => foreseen(await submit(mutate(prepared, change)))),
    { numRuns: 150 },
  )
  t.pass('transactions that their creator signed')

  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 80 }),
      async (bytes, signature) => {
        const request = new gateway.SignedCommitStatusRequest()
        request.setRequest(bytes)
        request.setSignature(signature)
        return foreseen(
          await refusalOf((done) => service.commitStatus(request, { deadline: Date.now() + 5000 }, done)),
        )
      },
    ),
    { numRuns: 50 },
  )
  t.pass('commit status requests')
  t.equal(json(await contract.submitTransaction('put', 'b', 'still here')), 1)

  await ledger.close()
  const verification = await verifyLedger(folders.dataDir, folders.consortiumDir)
  t.equal(verification.firstBad, undefined, 'with invalid transactions in its blocks, too, a ledger is whole')
  t.ok(
    verification.transactions > verification.valid,
    `${verification.transactions}, ${verification.valid} valid`,
  )
})
