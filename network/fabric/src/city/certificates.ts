import { verify, X509Certificate } from 'node:crypto'
import { NetworkProblem } from '../problem.ts'
import type { Application, SignedApplication } from './application.ts'

const problem = (zh: string, en: string) => new NetworkProblem('certificate-invalid', zh, en)

const parse = (pem: string, name: string): X509Certificate => {
  try {
    return new X509Certificate(pem)
  } catch {
    throw problem(`${name} 不是 X.509 证书`, `${name} is no X.509 certificate`)
  }
}

const requireInForce = (certificate: X509Certificate, name: string, now: Date) => {
  if (certificate.validFromDate <= now && now < certificate.validToDate) return
  throw problem(
    `${name} 不在有效期内（${certificate.validFrom} 至 ${certificate.validTo}）`,
    `${name} is not in force (${certificate.validFrom} to ${certificate.validTo})`,
  )
}

const requireAuthority = (certificate: X509Certificate, name: string) => {
  if (certificate.ca && certificate.verify(certificate.publicKey)) return
  throw problem(`${name} 不是自签名的 CA 证书`, `${name} is not a self-signed CA certificate`)
}

/**
 * Checks that the certificates of an application are CA certificates in force, that they belong to nobody who is a
 * member already, and that who applies holds a key which the new authority certified.
 * @param known certificates (PEM) of the members' authorities
 * @throws NetworkProblem `certificate-invalid`
 */
export const checkCertificates = (
  application: Application,
  { application: text, signature }: SignedApplication,
  known: readonly string[],
  now = new Date(),
) => {
  const taken = new Set(known.map((pem) => new X509Certificate(pem).fingerprint256))
  const ca = parse(application.caCertificate, 'caCertificate')
  const tlsCa = parse(application.tlsCaCertificate, 'tlsCaCertificate')
  for (const [certificate, name] of [
    [ca, 'caCertificate'],
    [tlsCa, 'tlsCaCertificate'],
  ] as const) {
    requireAuthority(certificate, name)
    requireInForce(certificate, name, now)
    if (taken.has(certificate.fingerprint256))
      throw problem(`${name} 属于已有成员`, `${name} belongs to a member already`)
  }
  const admin = parse(application.adminCertificate, 'adminCertificate')
  requireInForce(admin, 'adminCertificate', now)
  if (!admin.checkIssued(ca) || !admin.verify(ca.publicKey))
    throw problem(
      'adminCertificate 不是该机构 CA 签发的',
      'adminCertificate was not issued by the CA of the application',
    )
  if (!/(^|\n)OU=admin(\n|$)/.test(admin.subject))
    throw problem('adminCertificate 不是管理员证书', "adminCertificate is not an administrator's")
  if (!verify('sha256', Buffer.from(text), admin.publicKey, Buffer.from(signature, 'base64')))
    throw problem('申请文件的签名不正确', 'the signature of the application is wrong')
}
