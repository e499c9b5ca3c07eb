import { connect, hash } from '@hyperledger/fabric-gateway'
import { json } from './ledger.ts'
import type { Case } from './suite.ts'

export const offline: Case = {
  name: 'every step can be signed elsewhere (EXCH-12)',
  run: async (t, { contract, options: { client, identity, signer } }) => {
    if (!signer) throw new Error('a signer')
    const keyless = connect({ client, identity, hash: hash.none })
    const sign = (signable: { getDigest(): Uint8Array }) => signer(signable.getDigest())
    const network = keyless.getNetwork('huren')
    const unsignedProposal = network.getContract('huren').newProposal('put', { arguments: ['o', '1'] })
    const proposal = keyless.newSignedProposal(unsignedProposal.getBytes(), await sign(unsignedProposal))
    const unsigned = await proposal.endorse()
    const transaction = keyless.newSignedTransaction(unsigned.getBytes(), await sign(unsigned))
    const unsignedCommit = await transaction.submit()
    const commit = keyless.newSignedCommit(unsignedCommit.getBytes(), await sign(unsignedCommit))
    const { successful, blockNumber } = await commit.getStatus()
    t.ok(successful)
    t.equal(json(await contract.evaluateTransaction('get', 'o')), '1')
    const request = network.newBlockEventsRequest({ startBlock: blockNumber })
    const events = await keyless
      .newSignedBlockEventsRequest(request.getBytes(), await sign(request))
      .getEvents()
    for await (const block of events) {
      t.equal(BigInt(block.getHeader()?.getNumber() ?? -1), blockNumber)
      break
    }
    events.close()
  },
}
