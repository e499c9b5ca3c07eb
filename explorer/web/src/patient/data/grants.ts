import {
  type Consent,
  type ConsentRevocation,
  commit,
  type Instant,
  type InstitutionId,
  type ItemCode,
  type KeyId,
  newSalt,
  type Purpose,
  type RecordId,
  type StatementId,
} from '@huren/records'
import { set } from 'idb-keyval'
import type { Device } from '../device/device.ts'
import { now } from '../device/sign.ts'

/** What the patient chose to give. */
export interface Choice {
  readonly grantee: InstitutionId
  readonly purpose: Purpose
  readonly scope: Consent['scope']
  readonly items?: readonly ItemCode[]
  readonly reports?: readonly RecordId[]
  readonly hours: number
  readonly relative?: KeyId
}

const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString() as Instant
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/**
 * The grant as it will be signed. The person is committed with a fresh salt, which stays on this device: it proves, if
 * that is ever needed, whom the grant was about.
 */
export const grantOf = async (
  consent: RecordId,
  { grantee, purpose, scope, items, reports, hours, relative }: Choice,
  { key }: Device,
  person: string,
): Promise<Consent> => {
  const salt = newSalt()
  await set(`salt/${consent}`, hex(salt))
  const issuedAt = now()
  return {
    issuedAt,
    consent,
    grantor: key,
    subject: commit(salt, new TextEncoder().encode(person)),
    grantee,
    purpose,
    scope,
    ...(scope === 'items' && items && { items: [...items] }),
    ...(scope === 'reports' && reports && { reports: [...reports] }),
    notBefore: issuedAt,
    notAfter: later(hours),
    ...(relative && { relative }),
  }
}

export const revocationOf = (
  consent: RecordId,
  statement: string,
  reason: ConsentRevocation['reason'],
): ConsentRevocation => ({ issuedAt: now(), consent, statement: statement as StatementId, reason })
