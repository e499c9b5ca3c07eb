import { randomUUID } from 'node:crypto'
import type { AccessEvent, Commitment, Instant, InstitutionId, RecordId } from '@huren/records'
import type { AccessReport } from '../event.ts'

const commitment = (n: number) => n.toString(16).padStart(64, '0') as Commitment

/** An event as an imaging cloud records it, each with an id of its own. */
export const newEvent = (n = 0): AccessEvent => ({
  event: randomUUID() as RecordId,
  at: '2026-11-21T08:00:00.123Z' as Instant,
  institution: 'GD-4403-00007' as InstitutionId,
  user: commitment(n),
  consent: '5f0c8a10-3b1e-4d2a-9c47-000000000003' as RecordId,
  subject: commitment(n + 1),
  study: commitment(n + 2),
  action: 'view',
})

/** As it is sent: ten people's images are looked at in turn. */
export const newReport = (n = 0): AccessReport => ({ event: newEvent(n), patient: `patient ${n % 10}` })

/** The secret of a test's lists. */
export const testSeed = Buffer.alloc(32, 7)
