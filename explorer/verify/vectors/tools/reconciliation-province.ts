import { VectorLog, type Written } from './access-log.ts'
import { cloud, event, logKey } from './access-province.ts'
import { statementSigner } from './keys.ts'
import { assemble, type LoggedStatement } from './log.ts'
import * as made from './statements.ts'
import { central, digest, fullLines, logged, otherHospital, sign, uuid, witness, year } from './world.ts'

/** A hospital's own access log beside an imaging cloud's, and the ledger's log of their checkpoints. */
export const hospital = otherHospital
const hospitalAdministration = statementSigner('compared hospital administration', 'SM2-SM3')
const cloudAdministration = statementSigner('cloud administration', 'ES256')
export const hospitalKey = statementSigner('compared hospital access log', 'ES256')
export const cloudKey = logKey

export const eventId = (n: number) => uuid(1000 + n)
/** Event `n` is at n minutes past eight. */
export const timeOf = (n: number, extra = 0) =>
  new Date(Date.parse('2026-11-19T08:00:00Z') + (n + extra) * 60_000).toISOString()
/** Events 8 and 9 come after it. */
export const until = '2026-11-19T08:08:00Z'

const access = (n: number, change: object = {}, extra = 0): Written => {
  const institution = hospital
  const content = { ...event(n), institution, at: timeOf(n, extra), ...change }
  return { content, patient: `person ${n}`, institution }
}
const { user: _user, ...signedIn } = event(5)
/** Somebody who signed in with a key; both sides name it. */
const withKey = (key: string, extra = 0): Written => ({
  content: { ...signedIn, institution: hospital, at: timeOf(5, extra), key: digest(key) },
  patient: 'person 5',
  institution: hospital,
})
const elsewhere: Written = {
  content: { ...event(20), institution: 'GD-4401-00012', at: timeOf(1) },
  patient: 'person 20',
  institution: 'GD-4401-00012',
}

/** Event 3 never reached the cloud; event 0 was logged twice; event 8 is still on its way. */
const own = [
  ...[0, 1, 2, 3].map((n) => access(n)),
  withKey('key of a doctor'),
  ...[6, 7].map((n) => access(n)),
  access(0, { action: 'print' }),
  ...[8, 9].map((n) => access(n)),
]
/** Event 4 the hospital never logged; 2 and 5 are told otherwise; 7 is erased; the clock is nine minutes off in 6. */
const theirs = [
  access(0),
  elsewhere,
  access(1),
  access(2, { action: 'download' }),
  access(4),
  withKey('key of somebody else', 11),
  access(6, {}, 9),
  access(7),
]
const erased = theirs.length - 1
const erasure: Written = {
  content: {
    erases: erased,
    event: eventId(7),
    commitment: new VectorLog(uuid(7), theirs, 'cloud lists').commitments[erased],
    reason: 'retention-ended',
    erasedAt: '2026-11-19T20:00:00Z',
  },
  patient: 'person 7',
  institution: hospital,
}

export const ownLog = new VectorLog(uuid(6), own, 'hospital lists')
export const cloudLog = new VectorLog(uuid(7), [...theirs, erasure, access(9)], 'cloud lists')

const checkpoint = (log: VectorLog, issuer: string, size: number, key: typeof logKey) =>
  sign(
    'access-log-checkpoint',
    {
      issuer,
      issuedAt: '2026-11-20T00:00:00Z',
      log: log.id,
      size,
      root: log.root(size),
      previousSize: 0,
      consistency: [],
      index: { root: log.indexRoot(size), key: log.key },
    },
    [key],
  )
const key = (
  signer: typeof logKey,
  use: string,
  signers: (typeof logKey)[],
  issuer: string,
  institution: string,
) => made.signingKey(signer, [use], signers, { issuer, institution, ...year })

const founding = [
  made.institution(hospital),
  key(hospitalAdministration, 'administration', made.governance, String(central[0]), hospital),
  key(hospitalKey, 'access-log', [hospitalAdministration], hospital, hospital),
  made.institution(cloud, { kind: 'imaging-cloud', level: undefined }),
  key(cloudAdministration, 'administration', made.governance, String(central[0]), cloud),
  key(cloudKey, 'access-log', [cloudAdministration], cloud, cloud),
]
export const statements = {
  own: checkpoint(ownLog, hospital, own.length, hospitalKey),
  cloud: checkpoint(cloudLog, cloud, theirs.length + 2, cloudKey),
}
const ledger: readonly LoggedStatement[] = [
  ...founding.map((statement, i) => logged(statement, i + 1)),
  logged(statements.own, 7),
  logged(statements.cloud, 8),
  logged(statements.cloud, 9, 0, 'refused log-fork'),
]
/** The first notary's own signature, its cosignature and the supervisor's: what the policy asks for, and no more. */
const enough = fullLines.filter((_, i) => [0, 2, 4].includes(i))
const receipt = (subject: number, first: number) =>
  assemble(ledger, subject, [first, first + 1, first + 2], witness(ledger, enough))
const revocation = (of: typeof logKey, by: typeof logKey, change: object) =>
  made.revocation({ issuedAt: '2026-11-20T03:00:00Z', key: of.id, ...change }, [by])
/** Receipts from a log that has also the revocation of the cloud's key, or of the hospital's, as the change says. */
export const receiptsAfterRevocation = (of: 'cloud' | 'hospital', change: object) => {
  const revoked =
    of === 'cloud'
      ? revocation(cloudKey, cloudAdministration, { issuer: cloud, ...change })
      : revocation(hospitalKey, hospitalAdministration, { issuer: hospital, ...change })
  const later = [...ledger, logged(revoked, 10)]
  const registrations = of === 'cloud' ? [3, 4, 5] : [0, 1, 2]
  const others = (own: readonly number[]) => [...new Set([...own, ...registrations]), ledger.length]
  return {
    own: assemble(later, 6, others([0, 1, 2]), witness(later, enough)),
    cloud: assemble(later, 7, others([3, 4, 5]), witness(later, enough)),
  }
}
export const receipts = { own: receipt(6, 0), cloud: receipt(7, 3), refused: receipt(8, 3) }

/** The complete lists that are compared; `after` entries of each are not shown. */
export const ownList = (after = 0, receipt: object = receipts.own) =>
  ownLog.list('institution', hospital, own.length, receipt, after)
export const cloudList = (after = 0, receipt: object = receipts.cloud) =>
  cloudLog.list('institution', hospital, theirs.length + 2, receipt, after)
/** When the ledger accepted them: the times of blocks 7 and 8. */
export const accepted = { own: '2026-11-20T00:00:07.000Z', cloud: '2026-11-20T00:00:08.000Z' }
