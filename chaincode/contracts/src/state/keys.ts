import type { InstitutionId, ItemCode, KeyId, RecordId, StatementId } from '@huren/records'
import type {
  AccessFact,
  CheckpointFact,
  ConsentFact,
  Consortium,
  DecisionFact,
  DictionaryVersion,
  EmergencyFact,
  ErasureFact,
  InstitutionVersion,
  ItemVersion,
  KeyFact,
  LogHead,
  ReferralFact,
  ReportFact,
  ReviewFact,
  RuleVersion,
  Versioned,
} from './facts.ts'

declare const value: unique symbol
/** A key of the state database that knows what its value is. */
export type StateKey<T> = string & { readonly [value]?: T }

const key =
  <T, Id extends string | number>(prefix: string) =>
  (...ids: Id[]): StateKey<T> =>
    [prefix, ...ids].join('/')

/**
 * Every key of the world state, Key -> Value (JSON, UTF-8). All keys are ASCII: their order is the same everywhere.
 */
export const keys = {
  /** consortium -> the three central institutions */
  consortium: key<Consortium, never>('consortium'),
  /** institution/GD-4401-00012 -> its versions */
  institution: key<Versioned<InstitutionVersion>, InstitutionId>('institution'),
  /** key/<key id> -> a registered key of an institution or a bound key of a patient */
  key: key<KeyFact, KeyId>('key'),
  /** item/E00001 -> its versions */
  item: key<Versioned<ItemVersion>, ItemCode>('item'),
  /** rule -> the versions of the recognition rule */
  rule: key<Versioned<RuleVersion>, never>('rule'),
  /** reasons -> the versions of the reason dictionary */
  reasons: key<Versioned<DictionaryVersion>, never>('reasons'),
  /** erasure/<statement id> -> the erasure of that statement's record or salt */
  erasure: key<ErasureFact, StatementId>('erasure'),
  /** report/<uuid> -> the report's chain of versions and its quality marks */
  report: key<ReportFact, RecordId>('report'),
  /** decision/<uuid> -> a recognition decision */
  decision: key<DecisionFact, RecordId>('decision'),
  /** consent/<uuid> -> a grant and its revocation */
  consent: key<ConsentFact, RecordId>('consent'),
  /** access/<uuid> -> an access under a grant or an emergency */
  access: key<AccessFact, RecordId>('access'),
  /** emergency/<uuid> -> an emergency access and its review */
  emergency: key<EmergencyFact, RecordId>('emergency'),
  /** review/<uuid> -> which emergency access it reviewed */
  review: key<ReviewFact, RecordId>('review'),
  /** log/<uuid> -> the newest checkpoint of an access log */
  log: key<LogHead, RecordId>('log'),
  /** checkpoint/<uuid>/<size> -> the checkpoint of that log at that size */
  checkpoint: (log: RecordId, size: number): StateKey<CheckpointFact> => `checkpoint/${log}/${size}`,
  /** referral/<uuid> -> the steps taken so far */
  referral: key<ReferralFact, RecordId>('referral'),
} as const

/** All institutions, as a range of keys: `/` is followed by `0` in ASCII. */
export const institutionRange = { from: 'institution/', to: 'institution0' } as const
