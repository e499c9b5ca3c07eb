import {
  type AccessEvent,
  type Digest,
  type FindingKind,
  findingKinds,
  type Instant,
  type ReconciledLog,
  type Reconciliation,
  type RecordId,
} from '@huren/records'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { reject } from '../verdict.ts'
import type { AccessListVerdict } from './list.ts'
import type { ShownEntry } from './receipt.ts'

export type CompleteList = Extract<AccessListVerdict, { outcome: 'valid' }>

/** An access on which the two sides do not agree; `hospital` and `cloud` are entries of their logs. */
export interface Finding {
  readonly kind: FindingKind
  readonly event: RecordId
  readonly at?: Instant
  readonly fields?: readonly string[]
  readonly hospital?: number
  readonly cloud?: number
}

export interface Window {
  readonly from?: Instant
  readonly until: Instant
}
export interface Comparison
  extends Pick<Reconciliation, 'institution' | 'hospital' | 'cloud' | 'from' | 'until' | 'matched' | 'open'> {
  readonly counts: Readonly<Record<FindingKind, number>>
  readonly findings: readonly Finding[]
}

/** Clocks of the two sides may differ by this much, milliseconds. */
const clocks = 10 * 60_000
const compared = ['institution', 'consent', 'emergency', 'action'] as const

/** One side's entry of an event; only its id is left of an erased one. */
interface Known {
  readonly index: number
  readonly event?: AccessEvent
}
interface SideEvents {
  readonly known: ReadonlyMap<RecordId, Known>
  readonly repeated: readonly { readonly id: RecordId; readonly index: number }[]
}

/** Erased events are known by the erasures that name them. */
const eventsOf = (entries: readonly ShownEntry[]): SideEvents => {
  const known = new Map<RecordId, Known>()
  const repeated: { id: RecordId; index: number }[] = []
  for (const { index, event, erasure } of entries) {
    const id = event?.event ?? erasure?.event
    if (!id) continue
    if (!event) known.set(id, { index: erasure?.erases ?? index })
    else if (known.has(id)) repeated.push({ id, index })
    else known.set(id, { index, event })
  }
  return { known, repeated }
}

const differences = (one: AccessEvent, two: AccessEvent): string[] => [
  ...compared.filter((name) => one[name] !== two[name]),
  ...(one.key && two.key && one.key !== two.key ? ['key'] : []),
  ...(Math.abs(Date.parse(one.at) - Date.parse(two.at)) > clocks ? ['at'] : []),
]

const findingOf = (id: RecordId, hospital?: Known, cloud?: Known): Finding | undefined => {
  const event = hospital?.event ?? cloud?.event
  const places = {
    ...(event && { at: event.at }),
    ...(hospital && { hospital: hospital.index }),
    ...(cloud && { cloud: cloud.index }),
  }
  if (!cloud) return { kind: 'missing-at-cloud', event: id, ...places }
  if (!hospital) return { kind: 'missing-at-hospital', event: id, ...places }
  const fields = hospital.event && cloud.event ? differences(hospital.event, cloud.event) : []
  if (fields.length > 0) return { kind: 'different', event: id, fields, ...places }
  return undefined
}

const within = ({ from, until }: Window, at: Instant | undefined): 'before' | 'open' | 'judged' => {
  const time = at === undefined ? Number.NaN : Date.parse(at)
  if (time >= Date.parse(until)) return 'open'
  return from !== undefined && time < Date.parse(from) ? 'before' : 'judged'
}

const sideOf = ({ log, entries, after }: CompleteList): ReconciledLog => ({
  issuer: log.issuer,
  log: log.log,
  size: log.size,
  statement: log.statement.id,
  at: new Date(log.at).toISOString() as Instant,
  entries: entries.length,
  after: after.count,
})

/** The digest of findings in a report: over their compact JSON, in UTF-8. */
export const findingsDigest = (findings: readonly Finding[]): Digest =>
  bytesToHex(sha256(utf8ToBytes(JSON.stringify(findings)))) as Digest

const checkSides = (hospital: CompleteList, cloud: CompleteList, { from, until }: Window) => {
  const sound =
    hospital.kind === 'institution' &&
    cloud.kind === 'institution' &&
    hospital.name === cloud.name &&
    hospital.log.issuer === hospital.name &&
    cloud.log.issuer !== hospital.name &&
    Date.parse(until) <= Math.min(hospital.log.at, cloud.log.at) &&
    (from !== undefined || (hospital.after.count === 0 && cloud.after.count === 0))
  if (!sound)
    reject(
      'reconciliation-sides',
      '两份清单不能核对：须是同一医院的两份机构清单，一份出自医院自己的日志，一份出自影像云；时间范围不得超出两边的检查点。',
      'These lists cannot be compared: they must be of one hospital, one from its own log and one from the imaging cloud, and the period must lie before both checkpoints.',
    )
}

/**
 * Compares a hospital's own access log with an imaging cloud's, access by access, by their ids. A function of its
 * arguments alone: whoever has the two lists comes to the same findings, in the same order.
 * @throws Rejection `reconciliation-sides`
 */
export const compareLists = (hospital: CompleteList, cloud: CompleteList, window: Window): Comparison => {
  checkSides(hospital, cloud, window)
  const [own, other] = [eventsOf(hospital.entries), eventsOf(cloud.entries)]
  const ids = [...new Set([...own.known.keys(), ...other.known.keys()])].sort()
  const findings: Finding[] = [
    ...own.repeated.map(({ id, index }): Finding => ({ kind: 'repeated', event: id, hospital: index })),
    ...other.repeated.map(({ id, index }): Finding => ({ kind: 'repeated', event: id, cloud: index })),
  ]
  let [matched, open] = [0, 0]
  for (const id of ids) {
    const [ours, theirs] = [own.known.get(id), other.known.get(id)]
    const place = within(window, ours?.event?.at ?? theirs?.event?.at)
    const finding = findingOf(id, ours, theirs)
    if (!finding) matched++
    else if (place === 'open') open++
    else if (place === 'judged') findings.push(finding)
  }
  const count = (kind: FindingKind) => findings.filter((finding) => finding.kind === kind).length
  return {
    institution: hospital.log.issuer,
    hospital: sideOf(hospital),
    cloud: sideOf(cloud),
    ...(window.from && { from: window.from }),
    until: window.until,
    matched,
    open,
    counts: Object.fromEntries(findingKinds.map((kind) => [kind, count(kind)])) as Comparison['counts'],
    findings,
  }
}
