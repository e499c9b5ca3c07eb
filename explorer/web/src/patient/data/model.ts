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
import { timeLines } from './timelines.ts'

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

/** Reads letters, then the time lines of the own keys and of what the letters name, then what those name. @throws Problem */
export const readModel = async (device: Device, keys: readonly KeyId[], now = Date.now()): Promise<Model> => {
  const letters = await readLetters(device)
  const { rows: first, cut } = await timeLines([...keys, ...reportIdsOf(letters)])
  const further = [
    ...ofType(consent, first).map(({ payload }) => payload.consent),
    ...ofType(emergencyAccess, first).map(({ payload }) => payload.emergency),
  ]
  const second = await timeLines(further)
  const rows = [...new Map([...first, ...second.rows].map((row) => [row.position, row])).values()]
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
    cut: cut || second.cut,
    ...(own[0] && { person: own[0].person }),
    readAt: now,
  }
}
