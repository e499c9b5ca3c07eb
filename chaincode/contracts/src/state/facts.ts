import type {
  Algorithm,
  CatalogueItem,
  Consent,
  Decision,
  Digest,
  EmergencyReview,
  Erasure,
  Instant,
  Institution,
  InstitutionId,
  ItemCode,
  KeyId,
  KeyRevocation,
  KeyUse,
  PublicKeyHex,
  QualityMark,
  ReasonCode,
  RecognitionRule,
  RecordId,
  Referral,
  Report,
  StatementId,
} from '@huren/records'

/**
 * What the ledger remembers of statements: only the facts that a later rule, or a query, needs. The statements
 * themselves stay in the blocks. Each fact names the statements that made it, so that a statement sent again is known.
 */
export interface Version {
  readonly version: number
  readonly effectiveFrom: Instant
  readonly statement: StatementId
}
/** Versions of one thing, oldest first; their effective times rise with their numbers. */
export interface Versioned<V extends Version> {
  readonly versions: readonly V[]
}

export interface InstitutionVersion
  extends Version,
    Readonly<Pick<Institution, 'kind' | 'level' | 'city' | 'status'>> {}
export interface ItemVersion
  extends Version,
    Readonly<Pick<CatalogueItem, 'kind' | 'status' | 'validDays'>> {}
export interface RuleVersion
  extends Version,
    Readonly<Pick<RecognitionRule, 'minimumLevel' | 'scope' | 'qualityRequired'>> {}
export interface DictionaryVersion extends Version {
  readonly reasons: readonly ReasonCode[]
}

/** The three institutions that govern; written once, by the bootstrap. */
export interface Consortium {
  readonly central: readonly InstitutionId[]
}

export interface Revocation {
  readonly reason: KeyRevocation['reason']
  readonly revokedFrom: Instant
}
interface AnyKey {
  readonly algorithm: Algorithm
  readonly publicKey: PublicKeyHex
  readonly notBefore: Instant
  readonly notAfter: Instant
  readonly revocation?: Revocation
  readonly statements: readonly StatementId[]
}
export interface InstitutionKey extends AnyKey {
  readonly owner: 'institution'
  readonly institution: InstitutionId
  readonly uses: readonly KeyUse[]
}
export interface BoundPatientKey extends AnyKey {
  readonly owner: 'patient'
  /** The institution that has seen the person. */
  readonly boundBy: InstitutionId
  readonly replacedBy?: KeyId
}
export type KeyFact = InstitutionKey | BoundPatientKey

export interface StandingMark {
  readonly mark: QualityMark['mark']
  readonly issuedAt: Instant
  /** The report version that was marked. */
  readonly version: number
}
export interface ReportFact {
  readonly issuer: InstitutionId
  readonly item: ItemCode
  readonly status: Report['status']
  readonly performedAt: Instant
  /** When the first version was stated: nothing that a later version says was performed after it. */
  readonly statedAt: Instant
  /** One statement per version, oldest first: the last one is the head. */
  readonly versions: readonly StatementId[]
  readonly marks?: Readonly<Partial<Record<QualityMark['scheme'], StandingMark>>>
  readonly marked?: readonly StatementId[]
}

export interface DecisionFact {
  readonly issuer: InstitutionId
  readonly report: RecordId
  readonly outcome: Decision['outcome']
  readonly statement: StatementId
}

export interface ConsentFact
  extends Readonly<
    Pick<
      Consent,
      | 'grantor'
      | 'grantee'
      | 'purpose'
      | 'scope'
      | 'items'
      | 'reports'
      | 'notBefore'
      | 'notAfter'
      | 'relative'
    >
  > {
  /** Who bound the grantor's key. Where it is the grantee itself, only the grantee says that a patient granted it. */
  readonly boundBy: InstitutionId
  readonly statement: StatementId
  /** The statement that revoked it. */
  readonly revocation?: StatementId
}
export interface AccessFact {
  readonly issuer: InstitutionId
  readonly report: RecordId
  readonly consent?: RecordId
  readonly emergency?: RecordId
  readonly statement: StatementId
}
export interface EmergencyFact {
  readonly issuer: InstitutionId
  /** The keys that opened it: none of them may review it. */
  readonly openedBy: readonly KeyId[]
  readonly reports: readonly RecordId[]
  readonly notBefore: Instant
  readonly notAfter: Instant
  readonly statement: StatementId
  readonly review?: { readonly outcome: EmergencyReview['outcome']; readonly statement: StatementId }
}
export interface ReviewFact {
  readonly emergency: RecordId
  readonly statement: StatementId
}

export interface LogHead {
  readonly issuer: InstitutionId
  readonly size: number
  readonly root: Digest
  /** The VRF key of its index of lists, when it has one. */
  readonly indexKey?: Digest
  readonly statement: StatementId
}
export interface CheckpointFact {
  readonly root: Digest
  readonly statement: StatementId
}

export interface ReferralFact {
  readonly from: InstitutionId
  readonly to: InstitutionId
  readonly steps: readonly Referral['step'][]
  /** One per step, in the same order. */
  readonly statements: readonly StatementId[]
}

/** Without an issuer where a patient erased a grant. */
export interface ErasureFact
  extends Readonly<Partial<Pick<Erasure, 'issuer' | 'record' | 'key' | 'reason'>> & Pick<Erasure, 'erased'>> {
  readonly statement: StatementId
}
