import { type ConsentRequest, type Opening, opensFor, type Share } from '@huren/letters'
import {
  type Access,
  access,
  type Consent,
  consent,
  consentRevocation,
  type Decision,
  decision,
  type EmergencyAccess,
  type EmergencyReview,
  emergencyAccess,
  emergencyReview,
  isStatementOf,
  type KeyId,
  type Payload,
  type Report,
  report,
  type TypedRecordType,
} from '@huren/records'
import type { Received } from './letters.ts'
import type { Row } from './timelines.ts'

/** A statement with its payload's type, and where it lies. */
export interface Found<T> {
  readonly row: Row
  readonly payload: T
}
export interface MyReport {
  readonly id: string
  readonly title?: string
  readonly person: string
  readonly opening: Opening
  /** All versions, oldest first. */
  readonly versions: readonly Found<Report>[]
  readonly decisions: readonly Found<Decision>[]
  /** Whether the salt opens a version's commitment to the person: that it is theirs is proven, not said. */
  readonly opens: boolean
}
export interface MyConsent extends Found<Consent> {
  readonly state: 'active' | 'coming' | 'over' | 'revoked'
  readonly revocation?: Row
}
export type Looked =
  | (Found<Access> & { readonly kind: 'access' })
  | (Found<EmergencyAccess> & { readonly kind: 'emergency'; readonly review?: Found<EmergencyReview> })
export interface Shared {
  readonly share: Share
  readonly from: KeyId
  readonly consent: MyConsent
  readonly reports: readonly MyReport[]
}
export interface Request {
  readonly request: ConsentRequest
  readonly notAfter: string
}

/** The statements of one type among rows. */
export const ofType = <T extends Payload>(type: TypedRecordType<T>, rows: readonly Row[]): Found<T>[] =>
  rows.flatMap((row) => (isStatementOf(type, row.statement) ? [{ row, payload: row.statement.payload }] : []))

export const consentsIn = (rows: readonly Row[], now: number): MyConsent[] =>
  ofType(consent, rows).map((found) => {
    const { consent: id, notBefore, notAfter } = found.payload
    const revocation = ofType(consentRevocation, rows).find(({ payload }) => payload.consent === id)?.row
    const timed = now < Date.parse(notBefore) ? 'coming' : now < Date.parse(notAfter) ? 'active' : 'over'
    return { ...found, state: revocation ? 'revoked' : timed, ...(revocation && { revocation }) }
  })

export const reportsIn = (
  parts: readonly { person: string; openings: readonly Opening[] }[],
  rows: readonly Row[],
): MyReport[] => {
  const reports = new Map<string, MyReport>()
  for (const { person, openings } of parts)
    for (const opening of openings) {
      const versions = ofType(report, rows).filter(({ payload }) => payload.report === opening.report)
      const opened = versions.find(({ row }) => row.id === opening.statement)
      const decisions = ofType(decision, rows).filter(({ payload }) => payload.report === opening.report)
      reports.set(opening.report, {
        id: opening.report,
        ...(opening.title && { title: opening.title }),
        person,
        opening,
        versions,
        decisions,
        opens: opened !== undefined && opensFor(person, opening, opened.payload.subject),
      })
    }
  return [...reports.values()].sort((a, b) => performedAt(b).localeCompare(performedAt(a)))
}

/** Whether a grant is one that this person's keys have given. */
export const isMine = (consents: readonly MyConsent[], id: string | undefined): boolean =>
  consents.some(({ payload }) => payload.consent === id)

const performedAt = ({ versions }: MyReport) => versions.at(-1)?.payload.performedAt ?? ''

/** Who opened these reports, newest first. */
export const looksIn = (reports: readonly MyReport[], rows: readonly Row[]): Looked[] => {
  const mine = new Set<string>(reports.map(({ id }) => id))
  const accesses = ofType(access, rows)
    .filter(({ payload }) => mine.has(payload.report))
    .map((found) => ({ ...found, kind: 'access' as const }))
  const emergencies = ofType(emergencyAccess, rows)
    .filter(({ payload }) => payload.reports.some((id) => mine.has(id)))
    .map((found) => {
      const review = ofType(emergencyReview, rows).find(
        ({ payload }) => payload.emergency === found.payload.emergency,
      )
      return { ...found, kind: 'emergency' as const, ...(review && { review }) }
    })
  return [...accesses, ...emergencies].sort((a, b) => b.row.position.localeCompare(a.row.position))
}

/** What institutions ask for and is neither granted nor over, newest letter of each first. */
export const requestsIn = (received: readonly Received[], rows: readonly Row[], now: number): Request[] => {
  const answered = new Set<string>(ofType(consent, rows).map(({ payload }) => payload.consent))
  return received.flatMap(({ letter, content }) =>
    content.kind === 'request' &&
    letter.issuer === content.grantee &&
    !answered.has(content.consent) &&
    now < Date.parse(letter.notAfter)
      ? [{ request: content, notAfter: letter.notAfter }]
      : [],
  )
}

/** What relatives share with this device: a letter counts only with a standing grant, by its writer, that names it. */
export const sharesIn = (
  received: readonly Received[],
  consents: readonly MyConsent[],
  rows: readonly Row[],
  key: KeyId,
): Shared[] =>
  received.flatMap(({ letter: { from, issuer }, content }) => {
    if (content.kind !== 'share' || issuer) return []
    const grant = consents.find(({ payload }) => payload.consent === content.consent)
    const holds =
      grant?.state === 'active' && grant.payload.grantor === from && grant.payload.relative === key
    if (!grant || !holds) return []
    const covered = new Set<string>(grant.payload.reports)
    const reports = reportsIn(content.parts, rows).filter(({ id }) => covered.has(id))
    return [{ share: content, from, consent: grant, reports }]
  })
