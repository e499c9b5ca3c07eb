import { X509Certificate } from 'node:crypto'
import { NetworkProblem } from '../problem.ts'

export const certificateProblem = (zh: string, en: string) =>
  new NetworkProblem('certificate-invalid', zh, en)

/** @throws NetworkProblem `certificate-invalid` */
export const parseCertificate = (pem: string, name: string): X509Certificate => {
  try {
    return new X509Certificate(pem)
  } catch {
    throw certificateProblem(`${name} 不是 X.509 证书`, `${name} is no X.509 certificate`)
  }
}

/** @throws NetworkProblem `certificate-invalid` */
export const requireInForce = (certificate: X509Certificate, name: string, now = new Date()) => {
  if (certificate.validFromDate <= now && now < certificate.validToDate) return
  throw certificateProblem(
    `${name} 不在有效期内（${certificate.validFrom} 至 ${certificate.validTo}）`,
    `${name} is not in force (${certificate.validFrom} to ${certificate.validTo})`,
  )
}

/** @throws NetworkProblem `certificate-invalid` */
export const requireAuthority = (certificate: X509Certificate, name: string) => {
  if (certificate.ca && certificate.verify(certificate.publicKey)) return
  throw certificateProblem(`${name} 不是自签名的 CA 证书`, `${name} is not a self-signed CA certificate`)
}

/** @throws NetworkProblem `certificate-invalid` */
export const requireIssued = (certificate: X509Certificate, name: string, ca: X509Certificate) => {
  if (certificate.checkIssued(ca) && certificate.verify(ca.publicKey)) return
  throw certificateProblem(
    `${name} 不是该机构 CA 签发的`,
    `${name} was not issued by the CA of the organisation`,
  )
}

/** A role that the certificate's organisational unit gives (NodeOUs). @throws NetworkProblem `certificate-invalid` */
export const requireRole = (certificate: X509Certificate, name: string, role: 'admin' | 'orderer') => {
  if (new RegExp(`(^|\\n)OU=${role}(\\n|$)`).test(certificate.subject)) return
  const roles = { admin: ['管理员', "an administrator's"], orderer: ['共识节点', "an orderer's"] } as const
  throw certificateProblem(`${name} 不是${roles[role][0]}证书`, `${name} is not ${roles[role][1]}`)
}
