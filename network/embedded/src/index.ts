export { type RunningLedger, startLedger } from './ledger.ts'
export { type BatchSettings, defaults, type LedgerOptions, type LedgerSettings } from './settings.ts'
export { DamagedLedger } from './store/damage.ts'
export { type LedgerVerification, verifyLedger } from './verify/verify-ledger.ts'
