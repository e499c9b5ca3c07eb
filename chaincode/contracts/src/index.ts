export { createChaincode } from './chaincode.ts'
export { eventName } from './contracts/statement-contract.ts'
export { punctual } from './punctual.ts'
export type * from './state/facts.ts'
