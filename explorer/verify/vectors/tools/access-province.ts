import type { AccessEvent, Commitment, Instant, InstitutionId, RecordId } from '@huren/records'
import { VectorLog, type Written } from './access-log.ts'
import { statementSigner } from './keys.ts'
import { assemble, type LoggedStatement } from './log.ts'
import * as made from './statements.ts'
import { central, digest, logged, otherHospital, sign, uuid, witness, year } from './world.ts'

/** An imaging cloud with its access log, and the ledger's log of its checkpoints. */
export const cloud = 'GD-4401-90001' as InstitutionId
const administration = statementSigner('cloud administration', 'ES256')
export const logKey = statementSigner('cloud access log', 'ES256')

export const people = {
  zhang: '01:440106199001010011',
  li: '01:440106198512310022',
  wang: '01:440106197007070033',
} as const
const hospitals = [otherHospital, 'GD-4401-00012' as InstitutionId] as const

export const event = (n: number, change: Partial<AccessEvent> = {}): AccessEvent => ({
  event: uuid(1000 + n) as RecordId,
  at: new Date(Date.parse('2026-11-20T08:00:00Z') + n * 60_000).toISOString() as Instant,
  institution: hospitals[n % 3 === 0 ? 1 : 0],
  user: digest(`user ${n}`) as Commitment,
  consent: uuid(2) as RecordId,
  subject: digest(`subject ${n}`) as Commitment,
  study: digest(`study ${n}`) as Commitment,
  action: 'view',
  ...change,
})

const seen = (n: number, patient: string, change: Partial<AccessEvent> = {}): Written => {
  const content = event(n, change)
  return { content, patient, institution: content.institution }
}
const { consent: _none, ...withoutConsent } = event(7)
const emergency: Written = {
  content: { ...withoutConsent, emergency: uuid(3), action: 'download' },
  patient: people.li,
  institution: withoutConsent.institution,
}
const someone = (n: number) => (n % 4 === 1 ? people.zhang : n % 5 === 2 ? people.li : `other ${n % 7}`)
/** Entry 13, of Zhang, is erased by entry 33. */
export const [erasedEntry, erasureEntry] = [13, 33]

const before = Array.from({ length: erasureEntry }, (_, n) => (n === 7 ? emergency : seen(n, someone(n))))
const logId = uuid(4)
const erased = new VectorLog(logId, before, 'lists').commitments[erasedEntry]
const erasure: Written = {
  content: {
    erases: erasedEntry,
    event: uuid(1000 + erasedEntry),
    commitment: erased,
    reason: 'subject-request',
    erasedAt: '2026-11-20T18:00:00Z',
  },
  patient: people.zhang,
  institution: String(before[erasedEntry]?.institution),
}
const after = Array.from({ length: 7 }, (_, i) => seen(erasureEntry + 1 + i, someone(erasureEntry + 1 + i)))

export const log = new VectorLog(logId, [...before, erasure, ...after], 'lists')
export const sizes = { first: 25, second: 41 } as const

/** The same beginning, another history. */
export const forged = new VectorLog(logId, [...before.slice(0, 20), ...after, ...before], 'lists')

const checkpointPayload = (of: VectorLog, size: number, issuedAt: string, change: object = {}) => ({
  issuer: cloud,
  issuedAt,
  log: of.id,
  size,
  root: of.root(size),
  previousSize: 0,
  consistency: [],
  index: { root: of.indexRoot(size), key: of.key },
  ...change,
})
export const checkpoint = (of: VectorLog, size: number, issuedAt: string, change: object = {}) =>
  sign('access-log-checkpoint', checkpointPayload(of, size, issuedAt, change), [logKey])

const key = (signer: typeof logKey, uses: string[], signers: (typeof logKey)[], issuer: string) =>
  made.signingKey(signer, uses, signers, { issuer, institution: cloud, ...year })
const grown = { previousSize: sizes.first, consistency: [digest('not checked by receipts')] }

/** Entry numbers of the ledger's log. */
export const at = {
  institution: 0,
  administration: 1,
  key: 2,
  first: 3,
  second: 4,
  refused: 5,
  unindexed: 6,
  otherLog: 7,
  report: 8,
} as const

const otherLog = new VectorLog(uuid(5), before.slice(0, 25), 'other lists')
export { otherLog }

const entries: readonly LoggedStatement[] = [
  logged(made.institution(cloud, { kind: 'imaging-cloud', level: undefined }), 1, 0),
  logged(key(administration, ['administration'], made.governance, String(central[0])), 1, 1),
  logged(key(logKey, ['access-log'], [administration], cloud), 2),
  logged(checkpoint(log, sizes.first, '2026-11-20T08:26:00Z'), 3),
  logged(checkpoint(log, sizes.second, '2026-11-20T19:00:00Z', grown), 4),
  logged(checkpoint(forged, 45, '2026-11-20T20:00:00Z', grown), 5, 0, 'refused log-fork'),
  logged(checkpoint(log, 40, '2026-11-20T18:59:00Z', { index: undefined }), 6),
  logged(checkpoint(otherLog, 25, '2026-11-20T21:00:00Z'), 7),
  logged(made.report({ issuer: cloud }, [logKey]), 8),
]

/** The receipt of one of the statements above. */
export const receiptOf = (subject: number) =>
  assemble(entries, subject, [at.institution, at.administration, at.key], witness(entries))
export const firstReceipt = receiptOf(at.first)
export const secondReceipt = receiptOf(at.second)
export { entries as ledgerEntries }
