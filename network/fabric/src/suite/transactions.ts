import { StatusCode } from '@hyperledger/fabric-gateway'
import { done, endorsed, json, submitted, type Tried } from './ledger.ts'
import type { Case } from './suite.ts'

const codeOf = async (...transaction: Parameters<typeof submitted>) => (await submitted(...transaction)).code

export const readsAndWrites: Case = {
  name: 'what is submitted is there; a range is in order of its keys',
  run: async (t, ledger) => {
    t.equal((await done(ledger, 'put', 'a', '1', 'b', '2', '互', '认')).answer, 3)
    t.equal(json(await ledger.contract.evaluateTransaction('get', 'a')), '1')
    t.strictSame(json(await ledger.contract.evaluateTransaction('range', 'a', 'c')), [
      ['a', '1'],
      ['b', '2'],
    ])
    await done(ledger, 'delete', 'b')
    t.equal(json(await ledger.contract.evaluateTransaction('get', 'b')), null)
  },
}

export const conflicts: Case = {
  name: 'what was read must still be so (MVCC)',
  run: async (t, ledger) => {
    const two = async () => [
      await endorsed(ledger, 'increment', 'n'),
      await endorsed(ledger, 'increment', 'n'),
    ]
    const [first, second] = await two()
    if (!first || !second) throw new Error('two transactions')
    t.equal(await codeOf(first), StatusCode.VALID)
    t.equal(await codeOf(second), StatusCode.MVCC_READ_CONFLICT)
    const codes = await Promise.all((await two()).map((transaction) => codeOf(transaction)))
    t.strictSame(
      codes.sort((a, b) => a - b),
      [StatusCode.VALID, StatusCode.MVCC_READ_CONFLICT],
      'two at the same time',
    )
    t.equal(json(await ledger.contract.evaluateTransaction('get', 'n')), '2')
  },
}

export const phantoms: Case = {
  name: 'ranges that were read must still be so (phantoms)',
  run: async (t, ledger) => {
    const put = (key: string) => done(ledger, 'put', key, 'x')
    const count = () => endorsed(ledger, 'count', 'pa', 'pm', 'pz')
    const after = async (name: string, change: () => Promise<unknown>, code: number, read = count) => {
      const transaction = await read()
      await change()
      t.equal(await codeOf(transaction), code, name)
    }
    const { VALID, PHANTOM_READ_CONFLICT } = StatusCode
    await put('pb')
    await put('pd')
    await after('a new key beyond the range', () => put('pm'), VALID)
    await after('a new key', () => put('pc'), PHANTOM_READ_CONFLICT)
    await after('a key gone', () => done(ledger, 'delete', 'pc'), PHANTOM_READ_CONFLICT)
    await after('a key written again', () => put('pd'), PHANTOM_READ_CONFLICT)
    const first = () => endorsed(ledger, 'first', 'pa', 'pm', 'pz')
    await after('not reached', () => done(ledger, 'delete', 'pd'), PHANTOM_READ_CONFLICT, first)
  },
}

export const policy: Case = {
  name: 'only what peers of two organisations endorsed is valid (CHAIN-2)',
  run: async (t, { contract }: Tried) => {
    const by = async (...endorsingOrganizations: string[]) => {
      const proposal = contract.newProposal('put', { arguments: ['e', '1'], endorsingOrganizations })
      return codeOf(proposal.endorse())
    }
    t.equal(await by('ConsensusOneMSP'), StatusCode.ENDORSEMENT_POLICY_FAILURE)
    t.equal(await by('SupervisorMSP', 'ConsensusTwoMSP'), StatusCode.VALID)
  },
}
