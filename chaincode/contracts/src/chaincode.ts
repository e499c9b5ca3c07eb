import { JSONSerializer } from 'fabric-contract-api'
import type { ChaincodeInterface } from 'fabric-shim'
import ChaincodeFromContract from 'fabric-shim/lib/contract-spi/chaincodefromcontract.js'
import { contracts } from './contracts/index.ts'

/**
 * The six contracts as one chaincode, for whoever speaks the shim's protocol: a peer or the embedded ledger. It keeps no
 * state but the signatures it has verified, so one instance serves any number of streams.
 */
export const createChaincode = (): ChaincodeInterface =>
  new ChaincodeFromContract(
    [...contracts],
    { transaction: 'jsonSerializer', serializers: { jsonSerializer: JSONSerializer } },
    {},
    'huren',
    '1',
  )
