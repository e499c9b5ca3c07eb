import { JSONSerializer } from 'fabric-contract-api'
import { type ChaincodeInterface, type ChaincodeStub, Shim } from 'fabric-shim'
import ChaincodeFromContract from 'fabric-shim/lib/contract-spi/chaincodefromcontract.js'
import { CallError } from './batch/limits.ts'
import { contracts } from './contracts/index.ts'

/** The shim's own contract, which describes the others: it would answer, and be endorsed, whatever its arguments are. */
const metadataContract = 'org.hyperledger.fabric'

const fromContracts = () =>
  new ChaincodeFromContract(
    [...contracts],
    { transaction: 'jsonSerializer', serializers: { jsonSerializer: JSONSerializer } },
    {},
    'huren',
    '1',
  )

/** The functions of the six contracts: `Report:submit` … */
const functionsOf = ({ metadata }: ChaincodeFromContract): string[] =>
  Object.entries(metadata.contracts)
    .filter(([contract]) => contract !== metadataContract)
    .flatMap(([contract, { transactions }]) => transactions.map(({ name }) => `${contract}:${name}`))

const unknown = new CallError('function-unknown', 'the chaincode has no such function')

/**
 * The six contracts as one chaincode, for whoever speaks the shim's protocol: a peer or the embedded ledger. It keeps no
 * state but the signatures it has verified, so one instance serves any number of streams.
 *
 * A function's name is taken as it is written: the shim would take `Report:get` followed by a line break and anything at
 * all for `Report:get`, and have it endorsed.
 */
export const createChaincode = (): ChaincodeInterface => {
  const chaincode = fromContracts()
  const functions = new Set(functionsOf(chaincode))
  const invoke = async (stub: ChaincodeStub) =>
    functions.has(stub.getArgs()[0] ?? '') ? chaincode.Invoke(stub) : Shim.error(unknown.message)
  return { Init: invoke, Invoke: invoke }
}

/** The names of all functions, in no order. */
export const allFunctions = (): readonly string[] => functionsOf(fromContracts())
