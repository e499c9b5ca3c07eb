import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import Joi from 'joi'
import type { OrdererNode, Organisation } from '../description/consortium.ts'
import { ordererSchema } from '../description/schema.ts'
import {
  certificateProblem,
  parseCertificate,
  requireInForce,
  requireIssued,
  requireRole,
} from '../material/certificates.ts'
import { organisationLayout, userLayout } from '../material/layout.ts'
import { type OrdererCertificates, readPublic } from '../material/public.ts'
import { isSignedBy, parseDocument, signDocument } from '../material/signed.ts'
import { organisationNamed } from '../run/local.ts'
import type { Network } from '../run/network.ts'

/** What an organisation sends so that an orderer of its own may join the consenter set; no key is in it. */
export interface OrdererApplication extends OrdererCertificates {
  readonly version: 1
  /** Name of its organisation. */
  readonly organisation: string
  readonly orderer: OrdererNode
  readonly adminCertificate: string
}

const pem = Joi.string().max(8192).required()
const schema = Joi.object<OrdererApplication>({
  version: Joi.valid(1).required(),
  organisation: Joi.string().required(),
  orderer: ordererSchema.required(),
  certificate: pem,
  tlsCertificate: pem,
  adminCertificate: pem,
})

/** Writes the application for an orderer whose keys are in `material`. */
export const makeOrdererApplication = (
  material: string,
  organisation: Organisation,
  orderer: OrdererNode,
): string => {
  const paths = organisationLayout(material, organisation).member('orderer', orderer.name)
  return signDocument(material, organisation, {
    version: 1,
    organisation: organisation.name,
    orderer,
    certificate: readFileSync(paths.certificate, 'utf8'),
    tlsCertificate: readFileSync(paths.tlsCertificate, 'utf8'),
    adminCertificate: readFileSync(userLayout(material, organisation, 'Admin').certificate, 'utf8'),
  } satisfies OrdererApplication)
}

/** @throws NetworkProblem `application-invalid`; signature and certificates are not checked here */
export const parseOrderer = (text: string): OrdererApplication => parseDocument(schema, text).application

/**
 * Reads an application and checks it against the authorities of its organisation that this machine knows.
 * @throws NetworkProblem `application-invalid`, `description-unknown-node`, `certificate-invalid`
 */
export const examineOrderer = (
  network: Pick<Network, 'consortium' | 'workspace'>,
  text: string,
): OrdererApplication => {
  const { application, signed } = parseDocument(schema, text)
  const owner = organisationNamed(network, application.organisation)
  const known = readPublic(network.workspace.material, owner)
  const ca = new X509Certificate(known.caCertificate)
  const certificates = [
    ['certificate', ca, 'orderer'],
    ['tlsCertificate', new X509Certificate(known.tlsCaCertificate), undefined],
    ['adminCertificate', ca, 'admin'],
  ] as const
  for (const [name, issuer, role] of certificates) {
    const certificate = parseCertificate(application[name], name)
    requireInForce(certificate, name)
    requireIssued(certificate, name, issuer)
    if (role) requireRole(certificate, name, role)
  }
  if (!isSignedBy(signed, new X509Certificate(application.adminCertificate)))
    throw certificateProblem('申请文件的签名不正确', 'the signature of the application is wrong')
  return application
}
