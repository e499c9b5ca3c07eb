export { auditCommand } from './audit.ts'
export { notariesCommand } from './notaries.ts'
export { receiptCommand, type VerifyReceipt } from './receipt.ts'
