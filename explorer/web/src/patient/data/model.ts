import type { KeyId } from '@huren/records'
import { consent, emergencyAccess } from '@huren/records'
import type { Device } from '../device/device.ts'
import { type ImageList, imageLists } from './images.ts'
import { type Letters, readLetters } from './letters.ts'
import {
  consentsIn,
  type Looked,
  looksIn,
  type MyConsent,
  type MyReport,
  ofType,
  type Request,
  reportsIn,
  requestsIn,
  type Shared,
  sharesIn,
} from './records.ts'
import { type TimeLines, timeLines } from './timelines.ts'

/** Everything that the pages show. */
export interface Model {
  readonly reports: readonly MyReport[]
  readonly consents: readonly MyConsent[]
  readonly requests: readonly Request[]
  readonly looks: readonly Looked[]
  readonly images: readonly ImageList[]
  readonly shares: readonly Shared[]
  readonly doubtful: number
  /** Whether there is more on the ledger than the server gave. */
  readonly cut: boolean
  /** What commits to this person, as their hospital writes them down; for the grants that this device signs. */
  readonly person?: string
  readonly readAt: number
}

const reportIdsOf = ({ received }: Letters) =>
  received.flatMap(({ content }) => {
    if (content.kind === 'request') return [content.consent]
    if (content.kind === 'images') return []
    const parts = content.kind === 'share' ? content.parts : [content]
    return parts.flatMap(({ openings }) => openings.map((opening) => opening.report))
  })

/** Ids of grants and emergencies among rows: what became of them has time lines of its own. */
const namedBy = ({ rows }: TimeLines): string[] => [
  ...ofType(consent, rows).map(({ payload }) => payload.consent),
  ...ofType(emergencyAccess, rows).map(({ payload }) => payload.emergency),
]

/**
 * Letters and the time lines of the own keys, at once; then of what both name; then of what only those name. A record is
 * asked for once. @throws Problem
 */
const readLedger = async (device: Device, keys: readonly KeyId[]) => {
  const [letters, own] = await Promise.all([readLetters(device), timeLines(keys)])
  const asked = new Set<string>([...reportIdsOf(letters), ...namedBy(own)])
  const named = await timeLines([...asked])
  const further = await timeLines(namedBy(named).filter((id) => !asked.has(id)))
  const all = [own, named, further]
  const rows = new Map(all.flatMap(({ rows }) => rows).map((row) => [row.position, row]))
  return { letters, rows: [...rows.values()], cut: all.some(({ cut }) => cut) }
}

/** Everything that the pages show, as letters and ledger have it now. @throws Problem */
export const readModel = async (device: Device, keys: readonly KeyId[], now = Date.now()): Promise<Model> => {
  const { letters, rows, cut } = await readLedger(device, keys)
  const own = letters.received.flatMap(({ content }) => (content.kind === 'openings' ? [content] : []))
  const consents = consentsIn(rows, now)
  const reports = reportsIn(own, rows)
  return {
    reports,
    consents: consents.filter(({ payload }) => keys.includes(payload.grantor)).reverse(),
    requests: requestsIn(letters.received, rows, now),
    looks: looksIn(reports, rows),
    images: await imageLists(letters.received, now),
    shares: sharesIn(letters.received, consents, rows, device.key),
    doubtful: letters.doubtful,
    cut,
    ...(own[0] && { person: own[0].person }),
    readAt: now,
  }
}
