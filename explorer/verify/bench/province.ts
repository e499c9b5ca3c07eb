import type { Algorithm, InstitutionId } from '@huren/records'
import { statementSigner } from '../vectors/tools/keys.ts'
import { institution, report, signingKey } from '../vectors/tools/statements.ts'
import { central, centralKeys, digest, type Statement, uuid } from '../vectors/tools/world.ts'

/** Two central organisations whose keys are SM2: the slower kind, and the usual one. */
const governance = centralKeys.slice(0, 2)

/** What a receipt of a hospital's report rests on: registrations signed by two central organisations, and its keys. */
export interface Hospital {
  readonly registrations: readonly [Statement, Statement, Statement]
  report(n: number): Statement
}

/** A hospital that nobody has met before: its own institution, keys and registrations. */
export const hospitalOf = (n: number, algorithm: Algorithm): Hospital => {
  const id = `GD-4401-${String(n).padStart(5, '0')}` as InstitutionId
  const administration = statementSigner(`administration of ${id}`, algorithm)
  const reporting = statementSigner(`reports of ${id}`, algorithm)
  const own = { issuer: id, institution: id }
  return {
    registrations: [
      institution(id, {}, governance),
      signingKey(administration, ['administration'], governance, { issuer: central[0], institution: id }),
      signingKey(reporting, ['report', 'quality'], [administration], own),
    ],
    report: (n) =>
      report({ issuer: id, report: uuid(n), content: digest(`content ${n}`), subject: digest(`${n}`) }, [
        reporting,
      ]),
  }
}
