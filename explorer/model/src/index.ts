export {
  type Delay,
  type Dimension,
  delays,
  dimensionLabels,
  type StatementDimension,
  statementDimensions,
  type TransactionDimension,
  transactionDimensions,
} from './dimensions.ts'
export type { Feed, FeedBackup, FeedFinding, FeedNode, FeedRequest } from './feed.ts'
export type {
  Alarm,
  GatewayLoad,
  GatewayState,
  Known,
  NotaryState,
  Operation,
  Party,
  PendingContracts,
  Requests,
  ServedCertificate,
  SiteState,
  WaitingRequest,
} from './site.ts'
