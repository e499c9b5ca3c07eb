import { X509Certificate } from 'node:crypto'
import {
  certificateProblem,
  parseCertificate,
  requireAuthority,
  requireInForce,
  requireIssued,
  requireRole,
} from '../material/certificates.ts'
import { isSignedBy, type SignedDocument } from '../material/signed.ts'
import type { Application } from './application.ts'

/**
 * Checks that the certificates of an application are CA certificates in force, that they belong to nobody who is a
 * member already, and that who applies holds a key which the new authority certified.
 * @param known certificates (PEM) of the members' authorities
 * @throws NetworkProblem `certificate-invalid`
 */
export const checkCertificates = (
  application: Application,
  signed: SignedDocument,
  known: readonly string[],
  now = new Date(),
) => {
  const taken = new Set(known.map((pem) => new X509Certificate(pem).fingerprint256))
  const ca = parseCertificate(application.caCertificate, 'caCertificate')
  const tlsCa = parseCertificate(application.tlsCaCertificate, 'tlsCaCertificate')
  for (const [certificate, name] of [
    [ca, 'caCertificate'],
    [tlsCa, 'tlsCaCertificate'],
  ] as const) {
    requireAuthority(certificate, name)
    requireInForce(certificate, name, now)
    if (taken.has(certificate.fingerprint256))
      throw certificateProblem(`${name} 属于已有成员`, `${name} belongs to a member already`)
  }
  const admin = parseCertificate(application.adminCertificate, 'adminCertificate')
  requireInForce(admin, 'adminCertificate', now)
  requireIssued(admin, 'adminCertificate', ca)
  requireRole(admin, 'adminCertificate', 'admin')
  if (!isSignedBy(signed, admin))
    throw certificateProblem('申请文件的签名不正确', 'the signature of the application is wrong')
}
