export * from './keys/key-error.ts'
export * from './keys/key-file.ts'
export * from './keys/signing-key.ts'
export * from './keys/verify.ts'
export * from './sm3.ts'
export * from './sm4.ts'
export * from './statements/sign.ts'
export { daysLeft } from './x509/certificate.ts'
export * from './x509/consortium.ts'
export * from './x509/identity.ts'
export { type Role, roles } from './x509/issue.ts'
export { layout, type MemberKind } from './x509/layout.ts'
export { writeMsp } from './x509/msp.ts'
export * from './x509/node-signer.ts'
export {
  ensureOrganisation,
  loadOrganisation,
  type Member,
  type Organisation,
  type OrganisationPlan,
} from './x509/organisation.ts'
export { renewCertificate } from './x509/renew.ts'
export * from './x509/revocation.ts'
