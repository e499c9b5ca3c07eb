export type { Certificate, CertificateUse } from './blocks/certificates.ts'
export type { ChannelConfiguration, Consenter, Member } from './blocks/channel.ts'
export type { LedgerSettings } from './blocks/connection.ts'
export type { LifecycleStep } from './blocks/lifecycle.ts'
export { type Block, type BlockTransaction, readBlock } from './blocks/read-block.ts'
export { ExplorerIndex, OtherChain } from './explorer-index.ts'
export { dayOf, type Facts } from './facts/dimensions.ts'
export { type Count, FactTable, type Filter } from './facts/table.ts'
export { type Following, follow } from './follow.ts'
export {
  type BlockRow,
  type Buckets,
  blockKey,
  type CertificateRow,
  type DecisionRow,
  type EntryRow,
  type InstitutionRow,
  type KeyRow,
  type TransactionRow,
  transactionKey,
} from './store/buckets.ts'
