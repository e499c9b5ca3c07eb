import { readFile } from 'node:fs/promises'
import { loadAuthority } from './authority.ts'
import { newKeyPair, privateKeyPem } from './certificate.ts'
import { issueSigningCertificate } from './issue.ts'
import { layout } from './layout.ts'
import { memberDays } from './make-organisation.ts'
import type { Role } from './roles.ts'
import * as x509 from './x509.ts'

export interface IdentityRequest {
  readonly commonName: string
  readonly ou: Role
  /** Attributes that contracts may read: `{ 'huren.institution': 'GD-4401-00012' }`. */
  readonly attributes?: Readonly<Record<string, string>>
  /** Days of validity, two years unless told. */
  readonly days?: number
}
export interface Identity {
  /** X.509, PEM. */
  readonly certificate: string
  /** PKCS #8, PEM. */
  readonly privateKey: string
}

const authorityOf = async (organisationDir: string) => {
  const { domain } = JSON.parse(await readFile(layout(organisationDir, '').description, 'utf8'))
  const { caCertificate, caKey } = layout(organisationDir, domain)
  return loadAuthority(caCertificate, caKey)
}

/**
 * Certifies a public key whose private key stays with its holder.
 * @param publicKey SubjectPublicKeyInfo, PEM
 * @returns the certificate, PEM
 */
export const certifyKey = async (
  organisationDir: string,
  { days = memberDays, ...request }: IdentityRequest,
  publicKey: string,
): Promise<string> =>
  issueSigningCertificate(await authorityOf(organisationDir), request, new x509.PublicKey(publicKey), days)

/** Makes a key and certifies it: an identity of the organisation. Nothing is written to disk. */
export const issueIdentity = async (
  organisationDir: string,
  { days = memberDays, ...request }: IdentityRequest,
): Promise<Identity> => {
  const keys = await newKeyPair()
  const authority = await authorityOf(organisationDir)
  return {
    certificate: await issueSigningCertificate(authority, request, keys.publicKey, days),
    privateKey: await privateKeyPem(keys.privateKey),
  }
}
