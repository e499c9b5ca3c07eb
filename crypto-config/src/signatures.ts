/** Only what verifies: small enough for a chaincode bundle. */
export * from './keys/verify.ts'
export { sm3 } from './sm3.ts'
