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

export type { Access } from './access.ts'
export type { AccessLogCheckpoint } from './access-log-checkpoint.ts'
export type { CatalogueItem } from './catalogue-item.ts'
export type { Consent } from './consent.ts'
export type { ConsentErasure } from './consent-erasure.ts'
export type { ConsentRevocation } from './consent-revocation.ts'
export type { Decision } from './decision.ts'
export type { EmergencyAccess } from './emergency-access.ts'
export type { EmergencyReview } from './emergency-review.ts'
export type { Erasure } from './erasure.ts'
export type { Institution } from './institution.ts'
export type { KeyRevocation } from './key-revocation.ts'
export type { PatientKey } from './patient-key.ts'
export type { QualityMark } from './quality-mark.ts'
export type { ReasonDictionary } from './reason-dictionary.ts'
export type { RecognitionRule } from './recognition-rule.ts'
export type { Referral } from './referral.ts'
export type { Report } from './report.ts'
export type { SigningKey } from './signing-key.ts'
export {
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
}
