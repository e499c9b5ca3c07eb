import { keyId, type PublicKeyHex } from '@huren/records'
import { statementSigner } from '../../keys.ts'
import { assemble, type LoggedStatement } from '../../log.ts'
import { first } from '../../province.ts'
import * as made from '../../statements.ts'
import { digest, leafText, logged, type Statement, witness } from '../../world.ts'
import { type Expectation, json, makeCase } from '../case.ts'

export { made }
export const { administrationKey, governance, otherKey, reportKey, strangerKey } = made
const others = Array.from(
  { length: 13 },
  (_, i): LoggedStatement => ({ envelope: '', leaf: leafText(digest(`other ${i}`), 50 + i, 0) }),
)

/** A log of its own for one case: the statements in their order, the last one the subject. */
const story = (...statements: readonly (Statement | LoggedStatement)[]) => {
  const log = [...statements.map((item, i) => ('leaf' in item ? item : logged(item, i + 1))), ...others]
  const subject = statements.length - 1
  return json(assemble(log, subject, [...statements.keys()].slice(0, -1), witness(log)))
}
export const tell = (
  name: string,
  why: string,
  expect: Expectation,
  ...statements: readonly (Statement | LoggedStatement)[]
) => makeCase(name, why, expect, story(...statements))

export const institution = made.institution()
export const administration = made.signingKey(administrationKey, ['administration'], governance)
export const reporting = made.signingKey(reportKey, ['report'], [administrationKey])
export const base = [institution, administration, reporting]
export const amended = (change: object) =>
  made.report({ version: 2, status: 'amended', supersedes: first.id, ...change })
export const changed = (
  statement: Statement,
  edit: (envelope: { payload: string; signatures: { keyid: string; sig: string }[] }) => object,
): Statement => {
  const envelope = JSON.parse(statement.envelope)
  return { id: statement.id, envelope: JSON.stringify({ ...envelope, ...edit(envelope) }) }
}
export const secondStranger = statementSigner('second stranger', 'ES256')
const offCurve = { algorithm: 'ES256', publicKey: `04${'1'.repeat(128)}` as PublicKeyHex } as const
export const offCurveKey = { ...offCurve, id: keyId(offCurve), sign: strangerKey.sign }
