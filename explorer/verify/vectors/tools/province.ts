import type { LoggedStatement } from './log.ts'
import * as made from './statements.ts'
import { digest, leafText, logged, otherHospital } from './world.ts'

const first = made.report()
const second = made.report({
  version: 2,
  status: 'amended',
  supersedes: first.id,
  content: digest('amended'),
})
const grant = made.consent()

/** Entry numbers of the province's log, by what they are. */
export const at = {
  hospital: 0,
  administration: 1,
  reporting: 2,
  otherHospital: 3,
  otherAdministration: 4,
  otherKey: 5,
  report: 6,
  amended: 7,
  patient: 8,
  consent: 9,
  consentRevocation: 10,
  refused: 11,
  duplicate: 12,
  invalid: 13,
  erasure: 14,
  revocation: 15,
} as const

const other = { institution: otherHospital }

const meaningful: readonly LoggedStatement[] = [
  logged(made.institution(), 1, 0),
  logged(made.signingKey(made.administrationKey, ['administration'], made.governance), 1, 1),
  logged(made.signingKey(made.reportKey, ['report', 'quality'], [made.administrationKey]), 2),
  logged(made.institution(otherHospital), 3, 0),
  logged(made.signingKey(made.otherAdministrationKey, ['administration'], made.governance, other), 3, 1),
  logged(
    made.signingKey(made.otherKey, ['recognition'], [made.otherAdministrationKey], {
      issuer: otherHospital,
      ...other,
    }),
    4,
  ),
  logged(first, 5),
  logged(second, 6),
  logged(made.patientBinding(), 7),
  logged(grant, 8),
  logged(made.consentRevocation(grant.id), 9),
  logged(
    made.report({ version: 3, status: 'final', supersedes: first.id }),
    10,
    0,
    'refused version-conflict',
  ),
  logged(first, 11, 0, 'duplicate'),
  logged(made.report({ version: 3, status: 'amended', supersedes: second.id }), 12, 0, 'invalid 11'),
  logged(made.erasure(first.id), 13),
  logged(made.revocation(), 14),
]

/** Entries of other people, so that the tree has several levels and an uneven right edge. */
const others: readonly LoggedStatement[] = Array.from({ length: 285 }, (_, i) => ({
  envelope: '',
  leaf: leafText(digest(`other ${i}`), 15 + i, 0),
}))

export const province: readonly LoggedStatement[] = [...meaningful, ...others]
export { first, grant, second }
