import type * as identity from './identity.ts'
import type * as organisation from './make-organisation.ts'
import type * as renewing from './renew.ts'
import type * as revocation from './revocation.ts'

/*
 * Whatever issues, renews or revokes a certificate, loaded when it is asked for: \@peculiar/x509 takes a third of a
 * second to load, and most processes only sign and verify.
 */

export const certifyKey: typeof identity.certifyKey = async (...asked) =>
  (await import('./identity.ts')).certifyKey(...asked)

export const issueIdentity: typeof identity.issueIdentity = async (...asked) =>
  (await import('./identity.ts')).issueIdentity(...asked)

export const ensureOrganisation: typeof organisation.ensureOrganisation = async (...asked) =>
  (await import('./make-organisation.ts')).ensureOrganisation(...asked)

export const renewCertificate: typeof renewing.renewCertificate = async (...asked) =>
  (await import('./renew.ts')).renewCertificate(...asked)

export const readRevocationList: typeof revocation.readRevocationList = async (...asked) =>
  (await import('./revocation.ts')).readRevocationList(...asked)

export const revokeCertificate: typeof revocation.revokeCertificate = async (...asked) =>
  (await import('./revocation.ts')).revokeCertificate(...asked)
