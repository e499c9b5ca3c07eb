import type { Authority } from './authority.ts'
import { randomSerial, signatureAlgorithm, validity } from './certificate.ts'
import type { Role } from './roles.ts'
import * as x509 from './x509.ts'

/** Fabric CA's extension for attributes: JSON `{"attrs":{…}}`, read by the chaincode's client identity. */
const attributesOid = '1.2.3.4.5.6.7.8.1'

const attributesExtension = (attrs: Readonly<Record<string, string>>) =>
  new x509.Extension(attributesOid, false, new TextEncoder().encode(JSON.stringify({ attrs })))

const leafExtensions = async (
  authority: Authority,
  usage: x509.KeyUsageFlags,
  publicKey: x509.PublicKeyType,
) => [
  new x509.KeyUsagesExtension(usage, true),
  new x509.BasicConstraintsExtension(false, undefined, true),
  await x509.SubjectKeyIdentifierExtension.create(publicKey),
  await x509.AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
]

const issue = async (
  authority: Authority,
  subject: x509.JsonName,
  publicKey: x509.PublicKeyType,
  days: number,
  extensions: x509.Extension[],
) => {
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject,
    issuer: authority.certificate.subject,
    ...validity(days),
    signingAlgorithm: signatureAlgorithm,
    publicKey,
    signingKey: authority.key,
    extensions,
  })
  return certificate.toString('pem')
}

/** A certificate (PEM) that signs transactions: an identity of the organisation. */
export const issueSigningCertificate = async (
  authority: Authority,
  {
    commonName,
    ou,
    attributes,
  }: { commonName: string; ou: Role; attributes?: Readonly<Record<string, string>> },
  publicKey: x509.PublicKeyType,
  days: number,
): Promise<string> => {
  const extensions: x509.Extension[] = await leafExtensions(
    authority,
    x509.KeyUsageFlags.digitalSignature,
    publicKey,
  )
  if (attributes) extensions.push(attributesExtension(attributes))
  return issue(authority, [{ C: ['CN'] }, { OU: [ou] }, { CN: [commonName] }], publicKey, days, extensions)
}

/** A certificate (PEM) for TLS, for server and client alike. */
export const issueTlsCertificate = async (
  authority: Authority,
  commonName: string,
  names: readonly string[],
  publicKey: x509.PublicKeyType,
  days: number,
): Promise<string> => {
  const isAddress = (name: string) => /^[\d.]+$|:/.test(name)
  const subjectNames = names.map((value) => ({ type: isAddress(value) ? 'ip' : 'dns', value }) as const)
  return issue(authority, [{ C: ['CN'] }, { CN: [commonName] }], publicKey, days, [
    ...(await leafExtensions(authority, x509.KeyUsageFlags.digitalSignature, publicKey)),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
    new x509.SubjectAlternativeNameExtension(subjectNames),
  ])
}
