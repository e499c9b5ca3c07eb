import { statementSigner } from '../../keys.ts'
import { type Case, must } from '../case.ts'
import { base, changed, governance, institution, made, reportKey, tell } from './story.ts'

/** Payloads. */
export const payloads: readonly Case[] = [
  tell(
    'payload-unknown-field',
    'a field that the record type does not have',
    must('statement-malformed'),
    ...base,
    made.report({ patient: 'Zhang San' }),
  ),
  tell(
    'payload-bad-date',
    'a day that the calendar does not have',
    must('statement-malformed'),
    ...base,
    made.report({ issuedAt: '2026-02-31T08:00:00Z' }),
  ),
  tell(
    'payload-type-unknown',
    'a statement type that nobody defined',
    must('statement-malformed'),
    ...base,
    changed(made.report(), () => ({ payloadType: 'application/vnd.huren.secret.v1+json' })),
  ),
  tell(
    'payload-key-mismatch',
    'the key id is not that of the public key',
    must('statement-malformed'),
    institution,
    made.signingKey(
      { ...statementSigner('other', 'ES256'), id: reportKey.id },
      ['administration'],
      governance,
    ),
  ),
]
