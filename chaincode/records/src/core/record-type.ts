import type Joi from 'joi'
import type { Instant } from './identifiers.ts'

/** Chinese first, English second: what a person sees. */
export interface Label {
  readonly zh: string
  readonly en: string
}

/** The six contracts of the ledger, by their names on Fabric. */
export const families = ['Registry', 'Report', 'Recognition', 'Consent', 'AccessLog', 'Referral'] as const
export type Family = (typeof families)[number]

/** What a signing key may be used for; given to it by its registration. */
export const keyUses = [
  'administration',
  'report',
  'quality',
  'recognition',
  'access',
  'review',
  'referral',
  'access-log',
] as const
export type KeyUse = (typeof keyUses)[number]

/**
 * Whose signature makes a statement valid.
 * - `governance`: at least two of the three central organisations, each with a key for `administration`.
 * - `institution`: the institution named in `issuer`, with a key for `use`.
 * - `patient`: a bound patient key (or the relative's key that a grant names).
 */
export type Authority =
  | { readonly kind: 'governance' }
  | { readonly kind: 'institution'; readonly use: KeyUse }
  | { readonly kind: 'patient' }

/** What every payload carries. */
export interface Payload {
  readonly issuedAt: Instant
}

/** A vector that every package's tests read. */
export interface ValidVector<T> {
  readonly name: string
  readonly payload: T
}
export interface InvalidVector {
  readonly name: string
  /** The field that the refusal names (joi path with dots; empty for the payload itself). */
  readonly field: string
  readonly payload: unknown
}

/** One statement type: schema, labels, index and authority in one place. */
export interface RecordType<T extends Payload = Payload> {
  /** The word used in URLs, on the command line and in the payload type: `report`. */
  readonly name: string
  readonly family: Family
  readonly label: Label
  readonly authority: Authority
  readonly schema: Joi.ObjectSchema<T>
  /** Labels of all fields, nested ones with dots. */
  readonly fields: Readonly<Record<string, Label>>
  /** Fields by which statements are found (off-chain indexes). */
  readonly indexed: readonly (keyof T & string)[]
  readonly valid: readonly ValidVector<T>[]
  readonly invalid: readonly InvalidVector[]
}

/** `application/vnd.huren.report.v1+json` */
export const payloadType = (name: string) => `application/vnd.huren.${name}.v1+json`

/** Keeps the payload's type while a record type is written down. */
export const defineRecordType = <T extends Payload>(type: RecordType<T>): RecordType<T> => type
