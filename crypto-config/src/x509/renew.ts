import { readFile } from 'node:fs/promises'
import { loadAuthority } from './authority.ts'
import { randomSerial, signatureAlgorithm, validity } from './certificate.ts'
import { layout } from './layout.ts'
import { memberDays } from './make-organisation.ts'
import * as x509 from './x509.ts'

const pathsOf = async (organisationDir: string) => {
  const { domain } = JSON.parse(await readFile(layout(organisationDir, '').description, 'utf8'))
  return layout(organisationDir, domain)
}

/**
 * Issues a certificate again: same holder, same key, same extensions, new serial number and period. Because the key stays,
 * whoever pinned it (Fabric's consenter set) notices nothing.
 * @param certificate the present one, PEM; from the organisation's CA, or its TLS CA for `tls`
 * @param days how long it is valid; a negative number makes one that is over, for tests of just that
 * @returns the new one, PEM
 */
export const renewCertificate = async (
  organisationDir: string,
  certificate: string,
  { tls = false, days = memberDays }: { readonly tls?: boolean; readonly days?: number } = {},
): Promise<string> => {
  const { caCertificate, caKey, tlsCaCertificate, tlsCaKey } = await pathsOf(organisationDir)
  const authority = await (tls
    ? loadAuthority(tlsCaCertificate, tlsCaKey)
    : loadAuthority(caCertificate, caKey))
  const old = new x509.X509Certificate(certificate)
  if (!(await old.verify({ publicKey: authority.certificate, signatureOnly: true })))
    throw new Error('the certificate was not issued by this authority')
  const renewed = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject: old.subjectName,
    issuer: authority.certificate.subject,
    ...validity(days),
    signingAlgorithm: signatureAlgorithm,
    publicKey: old.publicKey,
    signingKey: authority.key,
    extensions: old.extensions,
  })
  return renewed.toString('pem')
}
