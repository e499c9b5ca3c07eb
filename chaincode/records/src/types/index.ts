import { access } from './access.ts'
import { accessLogCheckpoint } from './access-log-checkpoint.ts'
import { catalogueItem } from './catalogue-item.ts'
import { consent } from './consent.ts'
import { consentErasure } from './consent-erasure.ts'
import { consentRevocation } from './consent-revocation.ts'
import { decision } from './decision.ts'
import { emergencyAccess } from './emergency-access.ts'
import { emergencyReview } from './emergency-review.ts'
import { erasure } from './erasure.ts'
import { institution } from './institution.ts'
import { keyRevocation } from './key-revocation.ts'
import { patientKey } from './patient-key.ts'
import { qualityMark } from './quality-mark.ts'
import { reasonDictionary } from './reason-dictionary.ts'
import { recognitionRule } from './recognition-rule.ts'
import { referral } from './referral.ts'
import { report } from './report.ts'
import { signingKey } from './signing-key.ts'

/** Every statement type of the ledger. A new type is a file in this folder and a line here. */
export const recordTypes = [
  access,
  accessLogCheckpoint,
  catalogueItem,
  consent,
  consentErasure,
  consentRevocation,
  decision,
  emergencyAccess,
  emergencyReview,
  erasure,
  institution,
  keyRevocation,
  patientKey,
  qualityMark,
  reasonDictionary,
  recognitionRule,
  referral,
  report,
  signingKey,
] as const

export * from './access.ts'
export * from './access-log-checkpoint.ts'
export * from './catalogue-item.ts'
export * from './consent.ts'
export * from './consent-erasure.ts'
export * from './consent-revocation.ts'
export * from './decision.ts'
export * from './emergency-access.ts'
export * from './emergency-review.ts'
export * from './erasure.ts'
export * from './institution.ts'
export * from './key-revocation.ts'
export * from './patient-key.ts'
export * from './quality-mark.ts'
export * from './reason-dictionary.ts'
export * from './recognition-rule.ts'
export * from './referral.ts'
export * from './report.ts'
export * from './signing-key.ts'
