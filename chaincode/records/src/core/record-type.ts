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

/**
 * What a signing key may be used for; given to it by its registration. A key for `reading` alone opens its institution's
 * doors and makes no statement valid: it is for a person at a screen.
 */
export const keyUses = [
  'administration',
  'report',
  'quality',
  'recognition',
  'access',
  'review',
  'referral',
  'access-log',
  'reading',
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

/** One kind of signed document: name, schema and labels in one place. */
export interface DocumentType {
  /** The word used in URLs, on the command line and in the payload type: `report`. */
  readonly name: string
  readonly label: Label
  readonly schema: Joi.ObjectSchema
  /** Labels of all fields, nested ones with dots. */
  readonly fields: Readonly<Record<string, Label>>
  readonly valid: readonly ValidVector<Payload>[]
  readonly invalid: readonly InvalidVector[]
}

/** One statement type: a document with its family, its authority and its index. */
export interface RecordType extends DocumentType {
  readonly family: Family
  readonly authority: Authority
  /** Fields by which statements are found (off-chain indexes). */
  readonly indexed: readonly string[]
}

/** A statement type that knows the type of its payload. */
export interface TypedRecordType<T extends Payload> extends RecordType {
  readonly schema: Joi.ObjectSchema<T>
  readonly indexed: readonly (keyof T & string)[]
  readonly valid: readonly ValidVector<T>[]
}

/** `application/vnd.huren.report.v1+json` */
export const payloadType = (name: string) => `application/vnd.huren.${name}.v1+json`

/** Keeps the payload's type while a record type is written down. */
export const defineRecordType = <T extends Payload>(type: TypedRecordType<T>): TypedRecordType<T> => type
