import { verify, X509Certificate } from 'node:crypto'
import { msp } from '@hyperledger/fabric-protos'

/** An organisation's certificate authorities, as the channel's configuration has them. */
export interface Organisation {
  readonly mspId: string
  readonly authorities: readonly X509Certificate[]
}

/** A certificate of one of the channel's organisations. */
export interface Identity {
  readonly mspId: string
  /** NodeOU roles: client, peer, admin, orderer. */
  readonly roles: readonly string[]
  verifies(bytes: Uint8Array, signature: Uint8Array): boolean
}

const issued = (authority: X509Certificate, certificate: X509Certificate) =>
  certificate.checkIssued(authority) && certificate.verify(authority.publicKey)

const recognise = (organisations: readonly Organisation[], serialized: Uint8Array): Identity | undefined => {
  const parsed = msp.SerializedIdentity.deserializeBinary(serialized)
  const mspId = parsed.getMspid()
  const organisation = organisations.find((one) => one.mspId === mspId)
  const certificate = new X509Certificate(parsed.getIdBytes_asU8())
  if (certificate.ca || !organisation?.authorities.some((authority) => issued(authority, certificate)))
    return undefined
  const roles = [certificate.toLegacyObject().subject.OU ?? []].flat()
  const { publicKey } = certificate
  return { mspId, roles, verifies: (bytes, signature) => verify('sha256', bytes, publicKey, signature) }
}

const capacity = 4000

/**
 * Who belongs to the channel. Whether a certificate has expired is not asked: blocks are judged again years later, and
 * their order is what counts.
 */
export class Membership {
  readonly organisations: readonly Organisation[]
  readonly #known = new Map<string, Identity | undefined>()

  constructor(organisations: readonly Organisation[]) {
    this.organisations = organisations
  }

  /** The member behind a SerializedIdentity; undefined for strangers and for what cannot be read. */
  identity(serialized: Uint8Array): Identity | undefined {
    const key = Buffer.from(serialized).toString('latin1')
    if (this.#known.has(key)) return this.#known.get(key)
    if (this.#known.size >= capacity) this.#known.clear()
    let identity: Identity | undefined
    try {
      identity = recognise(this.organisations, serialized)
    } catch {
      identity = undefined
    }
    this.#known.set(key, identity)
    return identity
  }
}
