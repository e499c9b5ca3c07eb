import { cloudList, ownList, receiptsAfterRevocation } from '../../reconciliation-province.ts'
import { valid } from '../case.ts'
import { make, type ReconciliationCase, reject } from './report.ts'

/** Files whose receipts tell that a key was revoked; the report is issued at one o'clock. */
const afterRevocation = (of: 'cloud' | 'hospital', change: object) => {
  const { own, cloud } = receiptsAfterRevocation(of, change)
  return { own: { hospital: ownList(0, own) }, cloud: { cloud: cloudList(0, cloud) } }
}
const superseded = (revokedFrom: string) => afterRevocation('cloud', { reason: 'superseded', revokedFrom })
const before = superseded('2026-11-20T00:30:00Z')
const compromised = afterRevocation('cloud', {
  reason: 'compromised',
  revokedFrom: '2026-11-20T02:00:00Z',
})
const ofHospital = afterRevocation('hospital', {
  reason: 'superseded',
  revokedFrom: '2026-11-20T00:30:00Z',
})

export const revocations: readonly ReconciliationCase[] = [
  reject('signed after the key was revoked', 'key-revoked', 'half an hour later, within its period', {
    file: before.cloud,
  }),
  reject('signed when the key was revoked', 'key-revoked', 'a revocation holds from its first instant', {
    file: superseded('2026-11-20T01:00:00Z').cloud,
  }),
  make('signed before the key was revoked', 'it keeps what it signed until then', valid, {
    file: superseded('2026-11-20T01:00:01Z').cloud,
  }),
  reject(
    'signed with a compromised key',
    'key-revoked',
    'a report is not on the ledger: nothing says when it was made',
    {
      file: compromised.cloud,
    },
  ),
  reject('only the other list tells of the revocation', 'key-revoked', 'a receipt of either list counts', {
    file: before.own,
  }),
  make(
    'the other side’s key was revoked',
    'after it signed its checkpoint; it did not sign the report',
    valid,
    {
      file: ofHospital.own,
    },
  ),
]
