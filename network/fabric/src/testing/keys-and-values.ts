/** The embedded ledger's test chaincode (keys and values, ranges, events, ways to go wrong) as a contract service. */
import { createChaincode } from '@huren/embedded/testing/chaincode'
import { serveAsTold } from '../service/told.ts'

serveAsTold(createChaincode())
