export { maximumBatch } from './batch/limits.ts'
export { createChaincode } from './chaincode.ts'
export { eventName } from './contracts/statement-contract.ts'
export type * from './state/facts.ts'
