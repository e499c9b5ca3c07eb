import { readFileSync } from 'node:fs'
import Joi from 'joi'
import type { Organisation } from '../description/consortium.ts'
import { organisationSchema } from '../description/schema.ts'
import { userLayout } from '../material/layout.ts'
import { type PublicCertificates, publicFields, readPublic } from '../material/public.ts'
import { parseDocument, type SignedDocument, signDocument } from '../material/signed.ts'

/** What a city sends to join: names, addresses and certificates; no key. */
export interface Application extends PublicCertificates {
  readonly version: 1
  readonly organisation: Organisation
  /** Whoever signs the application. */
  readonly adminCertificate: string
}

const schema = Joi.object<Application>({
  version: Joi.valid(1).required(),
  organisation: organisationSchema.required(),
  adminCertificate: Joi.string().max(8192).required(),
  ...publicFields,
})

/** Writes the application of the city whose keys are in `material`. */
export const makeApplication = (material: string, organisation: Organisation): string =>
  signDocument(material, organisation, {
    version: 1,
    organisation,
    ...readPublic(material, organisation),
    adminCertificate: readFileSync(userLayout(material, organisation, 'Admin').certificate, 'utf8'),
  } satisfies Application)

/** @throws NetworkProblem `application-invalid`; signature and certificates are not checked here */
export const parseApplication = (text: string): { application: Application; signed: SignedDocument } =>
  parseDocument(schema, text)

/** What of an application goes into the channel's configuration. */
export const applicationCertificates = ({
  caCertificate,
  tlsCaCertificate,
}: Application): PublicCertificates => ({ caCertificate, tlsCaCertificate })
