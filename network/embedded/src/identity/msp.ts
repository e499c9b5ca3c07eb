import { X509Certificate } from 'node:crypto'
import { msp } from '@hyperledger/fabric-protos'
import { Identity } from './identity.ts'

/** An organisation's certificate authorities: what it takes to recognise its members. */
export interface Membership {
  mspId: string
  authorities: readonly X509Certificate[]
}

const cacheSize = 2000

/** Fabric's membership service provider of the channel: recognises the members of its organisations. */
export class ChannelMembership {
  readonly #members: Map<string, Membership>
  readonly #known = new Map<string, Identity>()

  constructor(members: readonly Membership[]) {
    this.#members = new Map(members.map((member) => [member.mspId, member]))
  }

  /**
   * The member behind a SerializedIdentity. Whether it has expired is not asked here, because blocks are validated
   * again later.
   * @throws Error if the organisation is unknown, or did not issue the certificate
   */
  identity(serialized: Uint8Array): Identity {
    const key = Buffer.from(serialized).toString('latin1')
    const known = this.#known.get(key)
    if (known) return known
    const identity = this.#recognise(serialized)
    if (this.#known.size >= cacheSize) this.#known.clear()
    this.#known.set(key, identity)
    return identity
  }

  #recognise(serialized: Uint8Array): Identity {
    const parsed = msp.SerializedIdentity.deserializeBinary(serialized)
    const member = this.#members.get(parsed.getMspid())
    if (!member) throw new Error(`MSP ${parsed.getMspid()} is unknown`)
    const certificate = new X509Certificate(parsed.getIdBytes_asU8())
    if (certificate.ca || !member.authorities.some((authority) => issued(authority, certificate)))
      throw new Error(`the certificate was not issued by a certificate authority of ${member.mspId}`)
    return new Identity(member.mspId, certificate, serialized)
  }
}

const issued = (authority: X509Certificate, certificate: X509Certificate) =>
  certificate.checkIssued(authority) && certificate.verify(authority.publicKey)

export const serializeIdentity = (mspId: string, certificatePem: Uint8Array): Uint8Array => {
  const identity = new msp.SerializedIdentity()
  identity.setMspid(mspId)
  identity.setIdBytes(certificatePem)
  return identity.serializeBinary()
}
