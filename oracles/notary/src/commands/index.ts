export { auditCommand } from './audit.ts'
export { receiptCommand, type VerifyReceipt } from './receipt.ts'
