import {
  type Commitment,
  commit,
  field,
  type Instant,
  type InstitutionId,
  type ItemCode,
  type Purpose,
  purposes,
  type RecordId,
  type StatementId,
  validate,
} from '@huren/records'
import Joi from 'joi'

/** What opens one commitment to the person: proof, for its holder alone, that a record is about them. */
export interface Opening {
  statement: StatementId
  report: RecordId
  /** 32 bytes, hexadecimal. */
  salt: string
  /** What the hospital calls this report. */
  title?: string
}
/** Reports of the person, from the hospital that keeps them. */
export interface Openings {
  kind: 'openings'
  /** What was committed to: the person as this hospital writes them down. */
  person: string
  openings: Opening[]
}
/** An institution asks for a grant; the patient may give as much of it as they like. */
export interface ConsentRequest {
  kind: 'request'
  /** The grant will bear this id, so that the one who asks can find it. */
  consent: RecordId
  grantee: InstitutionId
  purpose: Purpose
  scope: 'all' | 'items' | 'reports'
  items?: ItemCode[]
  reports?: RecordId[]
  /** How long the grant shall hold, in hours. */
  hours: number
  /** Who in the institution, and why, in words for the patient. */
  who: string
  why: string
}
/** A patient lets a relative see reports: openings, and the grant on the ledger that names the relative's key. */
export interface Share {
  kind: 'share'
  consent: RecordId
  /** How the patient calls themselves to this relative. */
  from: string
  /** Until when. */
  notAfter: Instant
  parts: { person: string; openings: Opening[] }[]
}
/** Everyone who opened the person's images: the imaging cloud's list, which proves by itself that nothing is left out. */
export interface ImageLooks {
  kind: 'images'
  /** The person's identifier in the imaging cloud, by which the list is named. */
  name: string
  /** The text of a list file (explorer/verify/ACCESS.md, section 5). */
  list: string
}
export type Content = Openings | ConsentRequest | Share | ImageLooks

const opening = Joi.object<Opening, true>({
  statement: field.statementId().required(),
  report: field.recordId().required(),
  salt: field.digest().required(),
  title: Joi.string().max(100),
})
const words = (most: number) => Joi.string().max(most).required()
const person = words(1000)
const openings = Joi.array().items(opening).min(1).max(100).required()
const onlyFor = (scope: string) => ({ is: scope, then: Joi.required(), otherwise: Joi.forbidden() })

const schemas = {
  openings: Joi.object<Openings, true>({ kind: field.code('openings').required(), person, openings }),
  request: Joi.object<ConsentRequest, true>({
    kind: field.code('request').required(),
    consent: field.recordId().required(),
    grantee: field.institutionId().required(),
    purpose: field.code(...purposes).required(),
    scope: field.code('all', 'items', 'reports').required(),
    items: Joi.array().items(field.itemCode()).min(1).max(100).unique().when('scope', onlyFor('items')),
    reports: Joi.array().items(field.recordId()).min(1).max(100).unique().when('scope', onlyFor('reports')),
    hours: Joi.number()
      .integer()
      .min(1)
      .max(24 * 365)
      .required(),
    who: words(100),
    why: words(500),
  }),
  share: Joi.object<Share, true>({
    kind: field.code('share').required(),
    consent: field.recordId().required(),
    from: words(100),
    notAfter: field.instant().required(),
    parts: Joi.array().items(Joi.object({ person, openings })).min(1).max(20).required(),
  }),
  images: Joi.object<ImageLooks, true>({
    kind: field.code('images').required(),
    name: words(128),
    list: Joi.string().max(30_000).required(),
  }),
} as const

const kinds = ['openings', 'request', 'share', 'images'] as const satisfies (keyof typeof schemas)[]

/** @throws Refusal `payload-invalid` with the field */
export const checkContent = (value: unknown): Content => {
  const kind: unknown = Object(value).kind
  const known = kinds.find((each) => each === kind) ?? 'openings'
  validate<Content>(schemas[known] as never, value)
  return value
}

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

/** Whether a salt opens a statement's commitment to this person. */
export const opensFor = (person: string, { salt }: Pick<Opening, 'salt'>, subject: Commitment): boolean =>
  commit(bytesOf(salt), new TextEncoder().encode(person)) === subject
