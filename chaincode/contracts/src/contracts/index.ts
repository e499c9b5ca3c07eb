import { AccessLogContract } from './access-log.ts'
import { ConsentContract } from './consent.ts'
import { RecognitionContract } from './recognition.ts'
import { ReferralContract } from './referral.ts'
import { RegistryContract } from './registry.ts'
import { ReportContract } from './report.ts'

/** The contracts of the chaincode `huren`, one per family of statements. */
export const contracts = [
  RegistryContract,
  ReportContract,
  RecognitionContract,
  ConsentContract,
  AccessLogContract,
  ReferralContract,
] as const
