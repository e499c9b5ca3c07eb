import type { X509Certificate } from 'node:crypto'
import { verifyLowS } from './signature.ts'

export type Role = 'client' | 'peer' | 'admin' | 'orderer'
const roles: readonly string[] = ['client', 'peer', 'admin', 'orderer'] satisfies Role[]
const isRole = (unit: string): unit is Role => roles.includes(unit)

/** A certificate that its organisation issued for one role (Fabric's NodeOUs). */
export class Identity {
  readonly mspId: string
  readonly certificate: X509Certificate
  readonly role: Role
  readonly serialized: Uint8Array

  constructor(mspId: string, certificate: X509Certificate, serialized: Uint8Array) {
    this.mspId = mspId
    this.certificate = certificate
    this.serialized = serialized
    this.role = roleOf(certificate)
  }

  isExpired(now: number): boolean {
    return now > this.certificate.validToDate.getTime()
  }

  verify(bytes: Uint8Array, signature: Uint8Array): boolean {
    return verifyLowS(this.certificate.publicKey, bytes, signature)
  }
}

const roleOf = (certificate: X509Certificate): Role => {
  const units = [certificate.toLegacyObject().subject.OU ?? []].flat()
  const [role, ...others] = units.filter(isRole)
  if (role === undefined || others.length > 0)
    throw new Error(
      'the identity must be a client, a peer, an orderer or an admin, not a combination of them',
    )
  return role
}
