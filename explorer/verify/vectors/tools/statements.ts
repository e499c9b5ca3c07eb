import { type StatementSigner, statementSigner } from './keys.ts'
import { central, centralKeys, digest, hospital, otherHospital, sign, uuid, year } from './world.ts'

/** The statements of the small province; payloads by functions, so that cases can bend them. */
export const administrationKey = statementSigner('hospital administration', 'SM2-SM3')
export const reportKey = statementSigner('hospital report', 'SM2-SM3')
export const otherAdministrationKey = statementSigner('other administration', 'ES256')
export const otherKey = statementSigner('other recognition', 'ES256')
export const patientKey = statementSigner('patient', 'ES256')
export const strangerKey = statementSigner('stranger', 'ES256')

const registered = '2026-02-01T08:00:00Z'
const stated = '2026-11-20T08:00:00Z'
export const governance = [centralKeys[0]!, centralKeys[2]!]

export const institution = (id = hospital, change: object = {}, signers = governance) =>
  sign(
    'institution',
    {
      issuer: central[0],
      issuedAt: registered,
      institution: id,
      version: 1,
      kind: 'hospital',
      level: 'tertiary',
      city: id.slice(3, 7),
      status: 'active',
      effectiveFrom: registered,
      ...change,
    },
    signers,
  )

export const signingKey = (
  key: StatementSigner,
  uses: readonly string[],
  signers: readonly StatementSigner[],
  change: object = {},
) =>
  sign(
    'signing-key',
    {
      issuer: signers === governance ? central[0] : hospital,
      issuedAt: registered,
      institution: hospital,
      key: key.id,
      algorithm: key.algorithm,
      publicKey: key.publicKey,
      uses,
      ...year,
      ...change,
    },
    signers,
  )

export const report = (change: object = {}, signers: readonly StatementSigner[] = [reportKey]) =>
  sign(
    'report',
    {
      issuer: hospital,
      issuedAt: stated,
      report: uuid(1),
      version: 1,
      status: 'final',
      item: 'L00042',
      subject: digest('subject'),
      content: digest('content'),
      format: 'fhir-json',
      performedAt: '2026-11-19T08:00:00Z',
      ...change,
    },
    signers,
  )

export const revocation = (change: object = {}, signers: readonly StatementSigner[] = [administrationKey]) =>
  sign(
    'key-revocation',
    {
      issuer: hospital,
      issuedAt: '2026-11-20T09:00:00Z',
      key: reportKey.id,
      reason: 'superseded',
      revokedFrom: '2026-11-20T09:00:00Z',
      ...change,
    },
    signers,
  )

export const erasure = (
  target: string,
  signers: readonly StatementSigner[] = [administrationKey],
  of: object = { record: uuid(1) },
) =>
  sign(
    'erasure',
    {
      issuer: hospital,
      issuedAt: '2026-11-21T08:00:00Z',
      target,
      ...of,
      erased: 'salt-and-record',
      reason: 'subject-request',
      erasedAt: '2026-11-21T08:00:00Z',
    },
    signers,
  )

export const patientBinding = (
  signers: readonly StatementSigner[] = [administrationKey],
  key = patientKey,
  change: object = {},
) =>
  sign(
    'patient-key',
    {
      issuer: hospital,
      issuedAt: registered,
      key: key.id,
      algorithm: key.algorithm,
      publicKey: key.publicKey,
      subject: digest('subject'),
      assurance: 'in-person',
      ...year,
      ...change,
    },
    signers,
  )

export const consent = (change: object = {}, signers: readonly StatementSigner[] = [patientKey]) =>
  sign(
    'consent',
    {
      issuedAt: stated,
      consent: uuid(2),
      grantor: patientKey.id,
      subject: digest('subject'),
      grantee: otherHospital,
      purpose: 'treatment',
      scope: 'all',
      notBefore: stated,
      notAfter: '2027-01-01T00:00:00Z',
      ...change,
    },
    signers,
  )

export const consentErasure = (statement: string, signers: readonly StatementSigner[] = [patientKey]) =>
  sign(
    'consent-erasure',
    {
      issuedAt: '2026-11-21T08:00:00Z',
      consent: uuid(2),
      statement,
      erased: 'salt',
      erasedAt: '2026-11-21T08:00:00Z',
    },
    signers,
  )

export const consentRevocation = (statement: string, signers: readonly StatementSigner[] = [patientKey]) =>
  sign(
    'consent-revocation',
    { issuedAt: '2026-11-20T10:00:00Z', consent: uuid(2), statement, reason: 'withdrawn' },
    signers,
  )
