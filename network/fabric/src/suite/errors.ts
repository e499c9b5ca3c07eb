import { GatewayError } from '@hyperledger/fabric-gateway'
import { json } from './ledger.ts'
import type { Case } from './suite.ts'

/** Status codes of gRPC. */
const [unknown, aborted] = [2, 10]

const said = (error: unknown): string[] =>
  error instanceof GatewayError ? error.details.map(({ message }) => message) : [String(error)]

export const errors: Case = {
  name: 'errors carry what each peer said',
  run: async (t, { contract }) => {
    const evaluated: unknown = await contract
      .evaluateTransaction('fail', 'not today')
      .catch((error: unknown) => error)
    t.match(evaluated, {
      code: unknown,
      details: [{ mspId: 'ConsensusOneMSP', message: 'chaincode response 500, not today' }],
    })
    const refused: unknown = await contract
      .submitTransaction('putThenFail', 'f')
      .catch((error: unknown) => error)
    t.match(refused, { name: 'EndorseError', code: aborted })
    t.match(said(refused).join('; '), /changed its mind/)
    t.equal(json(await contract.evaluateTransaction('get', 'f')), null)
  },
}

export const disagreement: Case = {
  name: 'peers that do not say the same do not endorse',
  run: async (t, { contract }) => {
    const refused: unknown = await contract.submitTransaction('random', 'r').catch((error: unknown) => error)
    t.match(refused, { name: 'EndorseError', code: aborted })
    t.match(said(refused).join('; '), /ProposalResponsePayloads do not match/)
  },
}
