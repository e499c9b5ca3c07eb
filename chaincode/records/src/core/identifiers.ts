import Joi from 'joi'

/**
 * Identifiers are closed: each has one narrow shape in which no name, telephone number or identity number fits,
 * so that personal data has nowhere to go on the ledger.
 */
declare const brand: unique symbol
type Branded<T, Name extends string> = T & { readonly [brand]: Name }

/** SHA-256 of a statement's pre-authentication encoding, 64 lower-case hexadecimal digits. */
export type StatementId = Branded<string, 'StatementId'>
/** Province letters, four digits of the city (GB/T 2260), five running digits: `GD-4401-00012`. */
export type InstitutionId = Branded<string, 'InstitutionId'>
/** SHA-256 of algorithm and public key, 64 lower-case hexadecimal digits (see `keyId` in crypto-config). */
export type KeyId = Branded<string, 'KeyId'>
/** A random UUID (RFC 9562), lower case: reports, decisions, consents, accesses, referrals. */
export type RecordId = Branded<string, 'RecordId'>
/** A catalogue item: `L` laboratory or `E` examination, then five digits. */
export type ItemCode = Branded<string, 'ItemCode'>
/** A reason of the province's dictionary of non-recognition reasons: `NR` and two digits. */
export type ReasonCode = Branded<string, 'ReasonCode'>
/** SHA-256, 64 lower-case hexadecimal digits. */
export type Digest = Branded<string, 'Digest'>
/** A salted commitment (see commitments.ts), 64 lower-case hexadecimal digits. */
export type Commitment = Branded<string, 'Commitment'>
/** RFC 3339 in UTC, whole seconds or milliseconds, of this century (most birthdays are not): `2026-11-21T08:00:00Z`. */
export type Instant = Branded<string, 'Instant'>
/** An uncompressed point (SEC 1, section 2.3.3), 130 lower-case hexadecimal digits that begin with `04`. */
export type PublicKeyHex = Branded<string, 'PublicKeyHex'>
/** The four digits of a prefecture-level city (GB/T 2260); `GD-0000` style ids belong to the province itself. */
export type CityCode = Branded<string, 'CityCode'>

const hex64 = /^[0-9a-f]{64}$/
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const instant = /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{3})?Z$/

const institutionId = /^[A-Z]{2}-\d{4}-\d{5}$/

const shaped = <T extends string>(pattern: RegExp, name: string) => Joi.string<T>().pattern(pattern, name)

/** A date that the calendar has: the pattern allows 31 February, `Date` turns it into March. Every month has 28 days. */
const isOnCalendar = (value: string) =>
  Number(value.slice(8, 10)) <= 28 || new Date(value).toISOString().startsWith(value.slice(0, 10))
const onCalendar = (value: string, helpers: Joi.CustomHelpers) =>
  isOnCalendar(value) ? value : helpers.error('date.base')

/** Whether a text has the shape of a key id; for where a schema is too much. */
export const isKeyId = (text: string): text is KeyId => hex64.test(text)

/** What some of the fields below say of a value; for where a schema is too much. */
export const isShaped = {
  hash: (value: unknown) => typeof value === 'string' && hex64.test(value),
  recordId: (value: unknown) => typeof value === 'string' && uuid.test(value),
  institutionId: (value: unknown) => typeof value === 'string' && institutionId.test(value),
  instant: (value: unknown) => typeof value === 'string' && instant.test(value) && isOnCalendar(value),
} as const

export const field = {
  statementId: () => shaped<StatementId>(hex64, 'statement id'),
  institutionId: () => shaped<InstitutionId>(institutionId, 'institution id'),
  keyId: () => shaped<KeyId>(hex64, 'key id'),
  recordId: () => shaped<RecordId>(uuid, 'record id'),
  itemCode: () => shaped<ItemCode>(/^[LE]\d{5}$/, 'item code'),
  reasonCode: () => shaped<ReasonCode>(/^NR\d{2}$/, 'reason code'),
  digest: () => shaped<Digest>(hex64, 'digest'),
  commitment: () => shaped<Commitment>(hex64, 'commitment'),
  publicKey: () => shaped<PublicKeyHex>(/^04[0-9a-f]{128}$/, 'public key'),
  cityCode: () => shaped<CityCode>(/^\d{4}$/, 'city code'),
  instant: () => shaped<Instant>(instant, 'instant').custom(onCalendar),
  /** Version numbers start at 1. */
  version: () => Joi.number().integer().min(1).max(1_000_000),
  /** Sizes of logs, in entries: no telephone number with its area code and no identity number is as small. */
  size: () => Joi.number().integer().min(0).max(1_000_000_000),
  /** A word of a closed list. */
  code: <const T extends string>(...words: T[]) => Joi.string<T>().valid(...words),
} as const
