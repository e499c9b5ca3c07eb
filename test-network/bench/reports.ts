import { randomUUID } from 'node:crypto'
import { signStatement } from '@huren/crypto-config'
import {
  type Algorithm,
  commit,
  type Envelope,
  type Instant,
  type ItemCode,
  newSalt,
  type RecordId,
} from '@huren/records'
import type { Hospital } from './hospitals.ts'

const content = new TextEncoder().encode('{"resourceType":"DiagnosticReport"}')

/** A first version of a report, with commitments of its own as a hospital makes them, signed. */
export const signedReport = (hospital: Hospital, algorithm: Algorithm, item: ItemCode): Envelope => {
  const now = new Date()
  const report = {
    issuer: hospital.institution,
    issuedAt: now.toISOString() as Instant,
    report: randomUUID() as RecordId,
    version: 1,
    status: 'final',
    item,
    subject: commit(newSalt(), content),
    content: commit(newSalt(), content),
    format: 'fhir-json',
    performedAt: new Date(now.getTime() - 3_600_000).toISOString() as Instant,
  }
  return signStatement('report', report, [hospital.keys[algorithm]])
}
