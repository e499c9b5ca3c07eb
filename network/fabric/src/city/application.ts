import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import Joi from 'joi'
import type { Organisation } from '../description/consortium.ts'
import { organisationSchema } from '../description/schema.ts'
import { userLayout } from '../material/layout.ts'
import { type PublicCertificates, readPublic } from '../material/public.ts'
import { NetworkProblem } from '../problem.ts'

/** What a city sends to join: names, addresses and certificates; no key. */
export interface Application extends PublicCertificates {
  readonly version: 1
  readonly organisation: Organisation
  /** Whoever signs the application. */
  readonly adminCertificate: string
}

/** The application as it travels: its exact text, signed by the city's administrator (ECDSA with SHA-256, DER). */
export interface SignedApplication {
  readonly application: string
  readonly signature: string
}

const pem = Joi.string().max(8192).required()
const applicationSchema = Joi.object<Application>({
  version: Joi.valid(1).required(),
  organisation: organisationSchema.required(),
  caCertificate: pem,
  tlsCaCertificate: pem,
  adminCertificate: pem,
})
const signedSchema = Joi.object<SignedApplication, true>({
  application: Joi.string().max(65_536).required(),
  signature: Joi.string().base64().required(),
})

/** Writes the application of the city whose keys are in `material`. */
export const makeApplication = (material: string, organisation: Organisation): string => {
  const admin = userLayout(material, organisation, 'Admin')
  const application: Application = {
    version: 1,
    organisation,
    ...readPublic(material, organisation),
    adminCertificate: readFileSync(admin.certificate, 'utf8'),
  }
  const text = JSON.stringify(application)
  const signature = sign('sha256', Buffer.from(text), createPrivateKey(readFileSync(admin.privateKey)))
  return JSON.stringify(
    { application: text, signature: signature.toString('base64') } satisfies SignedApplication,
    null,
    2,
  )
}

const invalid = (reason: string) =>
  new NetworkProblem(
    'application-invalid',
    `申请文件无效：${reason}`,
    `the application is invalid: ${reason}`,
  )

const checked = <T>(schema: Joi.ObjectSchema<T>, text: string): T => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : 'not JSON')
  }
  const result = schema.validate(value, { convert: false })
  if (result.error) throw invalid(result.error.message)
  return result.value
}

/** @throws NetworkProblem `application-invalid`; signature and certificates are not checked here */
export const parseApplication = (text: string): { application: Application; signed: SignedApplication } => {
  const signed = checked(signedSchema, text)
  return { signed, application: checked(applicationSchema, signed.application) }
}
