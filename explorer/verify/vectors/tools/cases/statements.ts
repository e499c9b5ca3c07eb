import { keyId, type PublicKeyHex } from '@huren/records'
import { statementSigner } from '../keys.ts'
import { assemble, type LoggedStatement } from '../log.ts'
import { first, grant } from '../province.ts'
import * as made from '../statements.ts'
import {
  central,
  centralKeys,
  digest,
  hospital,
  leafText,
  logged,
  otherHospital,
  type Statement,
  uuid,
  witness,
} from '../world.ts'
import { type Case, type Expectation, json, makeCase, must, valid } from './case.ts'

const { administrationKey, governance, otherKey, reportKey, strangerKey } = made
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
const tell = (
  name: string,
  why: string,
  expect: Expectation,
  ...statements: readonly (Statement | LoggedStatement)[]
) => makeCase(name, why, expect, story(...statements))

const institution = made.institution()
const administration = made.signingKey(administrationKey, ['administration'], governance)
const reporting = made.signingKey(reportKey, ['report'], [administrationKey])
const base = [institution, administration, reporting]
const amended = (change: object) =>
  made.report({ version: 2, status: 'amended', supersedes: first.id, ...change })
const changed = (
  statement: Statement,
  edit: (envelope: { payload: string; signatures: { keyid: string; sig: string }[] }) => object,
): Statement => {
  const envelope = JSON.parse(statement.envelope)
  return { id: statement.id, envelope: JSON.stringify({ ...envelope, ...edit(envelope) }) }
}
const secondStranger = statementSigner('second stranger', 'ES256')
const offCurve = { algorithm: 'ES256', publicKey: `04${'1'.repeat(128)}` as PublicKeyHex } as const
const offCurveKey = { ...offCurve, id: keyId(offCurve), sign: strangerKey.sign }

export const statements: readonly Case[] = [
  tell(
    'key-unregistered',
    'the registration of the key is not in the receipt',
    must('key-unknown'),
    institution,
    administration,
    made.report(),
  ),
  tell(
    'key-of-stranger',
    'a key that nobody registered',
    must('key-unknown'),
    ...base,
    made.report({}, [strangerKey]),
  ),
  tell(
    'key-registered-after',
    'registered only after the statement was committed',
    must('key-unknown'),
    institution,
    administration,
    made.report(),
    reporting,
    made.report({ report: uuid(9) }),
  ),
  tell(
    'key-registration-unauthorised',
    'the registration of the key is signed by a stranger',
    must('key-unknown'),
    institution,
    administration,
    made.signingKey(reportKey, ['report'], [strangerKey]),
    made.report(),
  ),
  tell(
    'key-registration-by-report-key',
    'a key without “administration” registers another',
    must('key-use'),
    ...base,
    made.signingKey(otherKey, ['report'], [reportKey]),
    made.report({}, [otherKey]),
  ),
  tell(
    'key-use',
    'a key registered for quality marks signs a report',
    must('key-use'),
    institution,
    administration,
    made.signingKey(reportKey, ['quality'], [administrationKey]),
    made.report(),
  ),
  tell(
    'key-not-yet-valid',
    'issued before the key is valid',
    must('key-not-yet-valid'),
    institution,
    administration,
    made.signingKey(reportKey, ['report'], [administrationKey], { notBefore: '2026-12-01T00:00:00Z' }),
    made.report(),
  ),
  tell(
    'key-expired',
    'issued after the key expired',
    must('key-expired'),
    institution,
    administration,
    made.signingKey(reportKey, ['report'], [administrationKey], { notAfter: '2026-06-01T00:00:00Z' }),
    made.report(),
  ),
  tell(
    'key-revoked',
    'the key had been revoked before',
    must('key-revoked'),
    ...base,
    made.revocation(),
    made.report({ issuedAt: '2026-11-20T11:00:00Z' }),
  ),
  tell(
    'key-revoked-backdated',
    'revoked from a time before the report, known before the report',
    must('key-revoked'),
    ...base,
    made.revocation({ revokedFrom: '2026-11-01T00:00:00Z' }),
    made.report(),
  ),
  tell(
    'key-revoked-from-later',
    'revoked from a time after the report was issued: still valid',
    valid,
    ...base,
    made.revocation(),
    made.report(),
  ),
  tell(
    'key-revoked-by-governance',
    'two central organisations revoke',
    must('key-revoked'),
    ...base,
    made.revocation({ issuer: central[0] }, governance),
    made.report({ issuedAt: '2026-11-20T11:00:00Z' }),
  ),
  tell(
    'revocation-unauthorised',
    "another hospital's key revokes",
    must('issuer-mismatch'),
    ...base,
    made.institution(otherHospital),
    made.signingKey(made.otherAdministrationKey, ['administration'], governance, {
      issuer: otherHospital,
      institution: otherHospital,
    }),
    made.revocation({}, [made.otherAdministrationKey]),
    made.report(),
  ),
  tell(
    'issuer-mismatch',
    "another hospital's key signs in this hospital's name",
    must('issuer-mismatch'),
    ...base,
    made.institution(otherHospital),
    made.signingKey(otherKey, ['report'], governance, { issuer: otherHospital, institution: otherHospital }),
    made.report({}, [otherKey]),
  ),
  tell(
    'institution-missing',
    'the registration of the hospital is not in the receipt',
    must('institution-unknown'),
    administration,
    reporting,
    made.report(),
  ),
  tell(
    'institution-other',
    'the registration of another hospital does not help',
    must('institution-unknown'),
    made.institution(otherHospital),
    administration,
    reporting,
    made.report(),
  ),
  tell(
    'institution-suspended',
    'the hospital was suspended before',
    must('institution-inactive'),
    ...base,
    made.institution(hospital, { version: 2, status: 'suspended' }),
    made.report(),
  ),
  tell(
    'institution-closed',
    'the hospital was closed before',
    must('institution-inactive'),
    ...base,
    made.institution(hospital, { version: 2, status: 'closed' }),
    made.report(),
  ),
  tell(
    'institution-active-again',
    'suspended and then active again',
    valid,
    ...base,
    made.institution(hospital, { version: 2, status: 'suspended' }),
    made.institution(hospital, { version: 3 }),
    made.report(),
  ),
  tell(
    'governance-one',
    'one central organisation alone',
    must('governance-missing'),
    made.institution(hospital, {}, [centralKeys[0]!]),
  ),
  tell('governance-three', 'all three sign', valid, made.institution(hospital, {}, centralKeys)),
  tell(
    'governance-without-supervisor',
    'two consensus organisations are a quorum for the registry',
    valid,
    made.institution(hospital, {}, centralKeys.slice(0, 2)),
  ),
  tell(
    'governance-by-hospital',
    'a hospital admits another one',
    must('governance-missing'),
    ...base,
    made.institution(otherHospital, {}, [administrationKey]),
  ),
  tell(
    'governance-one-and-hospital',
    'one central organisation and a hospital',
    must('governance-missing'),
    ...base,
    made.institution(otherHospital, {}, [centralKeys[0]!, administrationKey]),
  ),
  tell(
    'governance-stranger',
    'two keys that the trust file does not know',
    must('key-unknown'),
    made.institution(hospital, {}, [strangerKey, secondStranger]),
  ),
  tell(
    'governance-before-key',
    'issued before the central keys are valid',
    must('key-not-yet-valid'),
    made.institution(hospital, { issuedAt: '2025-01-01T00:00:00Z' }),
  ),
  tell(
    'governance-after-key',
    'issued after the central keys expired',
    must('key-expired'),
    made.institution(hospital, { issuedAt: '2029-01-01T00:00:00Z' }),
  ),
  tell(
    'signature-flipped',
    'one bit of the signature changed',
    must('signature-invalid'),
    ...base,
    changed(made.report(), ({ signatures: [one] }) => ({
      signatures: [{ ...one, sig: `${one!.sig.startsWith('A') ? 'B' : 'A'}${one!.sig.slice(1)}` }],
    })),
  ),
  tell(
    'signature-zero',
    'r and s are zero',
    must('signature-invalid'),
    ...base,
    changed(made.report(), ({ signatures: [one] }) => ({
      signatures: [{ ...one, sig: btoa('\0'.repeat(64)) }],
    })),
  ),
  tell(
    'signature-of-another',
    'a true signature of another statement',
    must('signature-invalid'),
    ...base,
    changed(made.report(), () => ({
      signatures: JSON.parse(made.report({ report: uuid(5) }).envelope).signatures,
    })),
  ),
  tell(
    'signature-second-flipped',
    'a second signature that fails spoils the first',
    must('signature-invalid'),
    made.institution(hospital, {}, [
      ...governance,
      { ...centralKeys[1]!, sign: () => new Uint8Array(64).fill(7) },
    ]),
  ),
  tell(
    'signature-twice',
    'one key signs twice',
    must('statement-malformed'),
    made.institution(hospital, {}, [centralKeys[0]!, centralKeys[0]!]),
  ),
  tell(
    'signature-short',
    'a signature of 63 bytes',
    must('statement-malformed'),
    ...base,
    made.report({}, [{ ...reportKey, sign: () => new Uint8Array(63) }]),
  ),
  tell(
    'signature-none',
    'an envelope without signatures',
    must('statement-malformed'),
    ...base,
    made.report({}, []),
  ),
  tell(
    'signature-by-wrong-algorithm',
    'an ES256 signature under an SM2-SM3 key',
    must('signature-invalid'),
    ...base,
    made.report({}, [{ ...reportKey, sign: strangerKey.sign }]),
  ),
  tell(
    'key-off-the-curve',
    'the registered public key is no point of the curve',
    must('signature-invalid'),
    institution,
    administration,
    made.signingKey(offCurveKey, ['report'], [administrationKey]),
    made.report({}, [offCurveKey]),
  ),
  tell(
    'es256',
    'a report signed with ES256',
    valid,
    institution,
    administration,
    made.signingKey(otherKey, ['report'], [administrationKey]),
    made.report({}, [otherKey]),
  ),
  tell('version-first-missing', 'version 2 without version 1', must('version-chain'), ...base, amended({})),
  tell(
    'version-other-report',
    'supersedes a version of another report',
    must('version-chain'),
    ...base,
    first,
    amended({ report: uuid(3) }),
  ),
  tell(
    'version-skipped',
    'version 3 supersedes version 1',
    must('version-chain'),
    ...base,
    first,
    amended({ version: 3 }),
  ),
  tell(
    'version-after',
    'the version that it supersedes comes later in the log',
    must('version-chain'),
    ...base,
    first,
    amended({}),
    amended({ version: 3, report: uuid(1), supersedes: digest('nothing') }),
  ),
  tell(
    'version-withdrawn',
    'a withdrawal is a version',
    valid,
    ...base,
    first,
    made.report({
      version: 2,
      status: 'withdrawn',
      supersedes: first.id,
      content: undefined,
      format: undefined,
    }),
  ),
  tell(
    'rests-on-refused',
    'the registration of the key was refused',
    must('not-committed'),
    institution,
    administration,
    logged(reporting, 3, 0, 'refused key-conflict'),
    made.report(),
  ),
  tell(
    'rests-on-invalid',
    'the transaction of the registration was invalid',
    must('not-committed'),
    institution,
    administration,
    logged(reporting, 3, 0, 'invalid 10'),
    made.report(),
  ),
  tell(
    'consent-by-other',
    'a grant signed by somebody else',
    must('issuer-mismatch'),
    ...base,
    made.patientBinding(),
    made.patientBinding([administrationKey], strangerKey),
    made.consent({}, [strangerKey]),
  ),
  tell('consent-unbound', 'the patient’s key is not bound', must('key-unknown'), ...base, made.consent()),
  tell(
    'consent-by-hospital',
    'a hospital signs for the patient',
    must('issuer-mismatch'),
    ...base,
    made.consent({}, [reportKey]),
  ),
  tell(
    'revocation-without-grant',
    'a revocation whose grant is missing',
    must('version-chain'),
    ...base,
    made.patientBinding(),
    made.consentRevocation(grant.id),
  ),
  tell(
    'revocation-by-relative',
    'the grant names the relative',
    valid,
    ...base,
    made.patientBinding(),
    made.patientBinding([administrationKey], strangerKey),
    made.consent({ relative: strangerKey.id }),
    made.consentRevocation(made.consent({ relative: strangerKey.id }).id, [strangerKey]),
  ),
  tell(
    'revocation-by-stranger',
    'a bound key that the grant does not name',
    must('issuer-mismatch'),
    ...base,
    made.patientBinding(),
    made.patientBinding([administrationKey], strangerKey),
    grant,
    made.consentRevocation(grant.id, [strangerKey]),
  ),
  tell(
    'revocation-by-successor',
    'the patient’s new key revokes',
    valid,
    ...base,
    made.patientBinding(),
    grant,
    made.patientBinding([administrationKey], strangerKey, {
      replaces: made.patientKey.id,
      notBefore: '2026-11-20T09:00:00Z',
    }),
    made.consentRevocation(grant.id, [strangerKey]),
  ),
  tell(
    'consent-by-replaced-key',
    'the key had been replaced',
    must('key-revoked'),
    ...base,
    made.patientBinding(),
    made.patientBinding([administrationKey], strangerKey, {
      replaces: made.patientKey.id,
      notBefore: '2026-03-01T00:00:00Z',
    }),
    made.consent(),
  ),
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
