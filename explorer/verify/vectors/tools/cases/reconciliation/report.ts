import type { RejectionCode } from '../../../../src/verdict.ts'
import { cloud } from '../../access-province.ts'
import type { statementSigner } from '../../keys.ts'
import {
  accepted,
  cloudKey,
  cloudList,
  cloudLog,
  eventId,
  hospital,
  ownList,
  ownLog,
  statements,
  timeOf,
  until,
} from '../../reconciliation-province.ts'
import { digest, now, sign, trustFile } from '../../world.ts'
import { type Case, type Expectation, json, must } from '../case.ts'

/** A vector of a report that compares two access logs. */
export interface ReconciliationCase extends Case {
  readonly kind: 'reconciliation'
}

/** Every kind of finding once, by ACCESS.md, section 7. */
export const findings: readonly object[] = [
  { kind: 'repeated', event: eventId(0), hospital: 7 },
  { kind: 'different', event: eventId(2), fields: ['action'], at: timeOf(2), hospital: 2, cloud: 3 },
  { kind: 'missing-at-cloud', event: eventId(3), at: timeOf(3), hospital: 3 },
  { kind: 'missing-at-hospital', event: eventId(4), at: timeOf(4), cloud: 4 },
  { kind: 'different', event: eventId(5), fields: ['key', 'at'], at: timeOf(5), hospital: 4, cloud: 5 },
]
/** Events 0, 1, 6, 7 and 9 agree; 8 is still on its way. */
export const compared = {
  institution: hospital,
  hospital: {
    issuer: hospital,
    log: ownLog.id,
    size: 10,
    statement: statements.own.id,
    at: accepted.own,
    entries: 10,
    after: 0,
  },
  cloud: {
    issuer: cloud,
    log: cloudLog.id,
    size: 10,
    statement: statements.cloud.id,
    at: accepted.cloud,
    entries: 9,
    after: 0,
  },
  until,
  matched: 5,
  open: 1,
  counts: { 'missing-at-cloud': 1, 'missing-at-hospital': 1, different: 2, repeated: 1 },
}

type Signer = ReturnType<typeof statementSigner>
interface Change {
  readonly payload?: object
  readonly findings?: readonly object[]
  readonly file?: object
  readonly signers?: readonly Signer[]
  readonly issuer?: string
  readonly name?: string
}
export const fileOf = ({
  payload,
  findings: found = findings,
  file,
  signers = [cloudKey],
  issuer = cloud,
  name,
}: Change) => {
  const report = {
    issuer,
    issuedAt: '2026-11-20T01:00:00Z',
    ...compared,
    findings: digest(json(found)),
    ...payload,
  }
  const { envelope } = sign(name ?? 'reconciliation', report, signers)
  return {
    format: 'huren-reconciliation/v1',
    report: JSON.parse(envelope),
    findings: found,
    hospital: ownList(),
    cloud: cloudList(),
    ...file,
  }
}
export const make = (
  name: string,
  why: string,
  expect: Expectation,
  file: Change | string,
  change: Partial<Case> = {},
): ReconciliationCase => ({
  kind: 'reconciliation',
  name: `reconciliation: ${name}`,
  why,
  now,
  trust: json(trustFile()),
  receipt: typeof file === 'string' ? file : json(fileOf(file)),
  expect,
  ...change,
})
export const reject = (
  name: string,
  code: RejectionCode,
  why: string,
  file: Change | string,
  change: Partial<Case> = {},
) => make(name, why, must(code), file, change)
