import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadAuthority } from './authority.ts'
import { signatureAlgorithm } from './certificate.ts'
import { layout } from './layout.ts'
import { writeWhole } from './write-file.ts'
import * as x509 from './x509.ts'

/** What a certificate revocation list says (RFC 5280, section 5). */
export interface RevocationList {
  readonly thisUpdate: Date
  /** Serial numbers, hexadecimal. */
  readonly serials: readonly string[]
}

const days = 24 * 3600 * 1000

const parse = (list: string) => {
  try {
    return new x509.X509Crl(list)
  } catch (cause) {
    throw new Error('this is no certificate revocation list', { cause })
  }
}

/**
 * Reads a revocation list and checks that an authority signed it.
 * @param list PEM
 * @param authority certificate of the authority, PEM
 * @throws Error when it is no list, or another authority's
 */
export const readRevocationList = async (list: string, authority: string): Promise<RevocationList> => {
  const crl = parse(list)
  if (!(await crl.verify({ publicKey: new x509.X509Certificate(authority).publicKey })))
    throw new Error('the revocation list was not signed by this authority')
  return { thisUpdate: crl.thisUpdate, serials: crl.entries.map(({ serialNumber }) => serialNumber) }
}

/** What an organisation's own issuer has revoked, beside its key. */
const ledgerOf = (organisationDir: string) => join(organisationDir, 'ca', 'revoked.json')

interface Revoked {
  readonly serial: string
  /** ISO 8601. */
  readonly at: string
}

const revokedSoFar = async (organisationDir: string): Promise<readonly Revoked[]> =>
  existsSync(ledgerOf(organisationDir)) ? JSON.parse(await readFile(ledgerOf(organisationDir), 'utf8')) : []

/**
 * Revokes a certificate of an organisation's own authority.
 * @param certificate PEM
 * @returns the new list of everything revoked, PEM; in force once the channel's configuration holds it
 * @throws Error when the certificate is another authority's
 */
export const revokeCertificate = async (organisationDir: string, certificate: string): Promise<string> => {
  const { domain } = JSON.parse(await readFile(layout(organisationDir, '').description, 'utf8'))
  const { caCertificate, caKey } = layout(organisationDir, domain)
  const authority = await loadAuthority(caCertificate, caKey)
  const revoked = new x509.X509Certificate(certificate)
  if (!(await revoked.verify({ publicKey: authority.certificate, signatureOnly: true })))
    throw new Error('the certificate was not issued by this authority')
  const before = await revokedSoFar(organisationDir)
  const fresh = { serial: revoked.serialNumber, at: new Date().toISOString() }
  const all = before.some(({ serial }) => serial === fresh.serial) ? before : [...before, fresh]
  await writeWhole(ledgerOf(organisationDir), `${JSON.stringify(all, null, 2)}\n`)
  const list = await x509.X509CrlGenerator.create({
    issuer: authority.certificate.subject,
    thisUpdate: new Date(),
    nextUpdate: new Date(Date.now() + 365 * days),
    entries: all.map(({ serial, at }) => ({ serialNumber: serial, revocationDate: new Date(at) })),
    extensions: [await x509.AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey)],
    signingAlgorithm: signatureAlgorithm,
    signingKey: authority.key,
  })
  return list.toString('pem')
}
