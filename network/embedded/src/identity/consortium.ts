import { createPrivateKey, X509Certificate } from 'node:crypto'
import { loadConsortium as loadFiles, type Member, type Organisation } from '@huren/crypto-config'
import { type Membership, serializeIdentity } from './msp.ts'
import { signLowS } from './signature.ts'

/** A peer or orderer that signs for its organisation. */
export interface Node {
  mspId: string
  /** Host name in its certificate. */
  name: string
  /** SerializedIdentity */
  identity: Uint8Array
  sign(bytes: Uint8Array): Uint8Array
}

/** TLS files of the node that answers clients, PEM. */
export interface ServerTls {
  certificate: string
  privateKey: string
  authority: string
}

export interface Consortium {
  organisations: readonly Organisation[]
  memberships: readonly Membership[]
  /** One per organisation, in the consortium's order. */
  peers: readonly Node[]
  orderer: Node
  tls: ServerTls
}

/** Reads what the embedded ledger needs of the three organisations: their authorities, a peer each, an orderer. */
export const loadConsortium = async (dir: string): Promise<Consortium> => {
  const organisations = await loadFiles(dir)
  const [first] = organisations
  if (!first) throw new Error(`there is no organisation in ${dir}`)
  const members = await Promise.all(organisations.map((each) => each.member('peer', 'peer0')))
  const server = await first.member('peer', 'peer0')
  return {
    organisations,
    memberships: organisations.map(membershipOf),
    peers: organisations.map(({ mspId }, index) => node(mspId, members[index] ?? server)),
    orderer: node(first.mspId, await first.member('orderer', 'orderer0')),
    tls: {
      certificate: server.tlsCertificate,
      privateKey: server.tlsPrivateKey,
      authority: first.tlsCaCertificate,
    },
  }
}

/** The public side only, for verifying: no private key is read. */
export const loadMemberships = async (dir: string): Promise<Membership[]> =>
  (await loadFiles(dir)).map(membershipOf)

const membershipOf = ({ mspId, caCertificate }: Organisation): Membership => ({
  mspId,
  authorities: [new X509Certificate(caCertificate)],
})

const node = (mspId: string, { name, certificate, privateKey }: Member): Node => {
  const key = createPrivateKey(privateKey)
  return {
    mspId,
    name,
    identity: serializeIdentity(mspId, Buffer.from(certificate)),
    sign: (bytes) => signLowS(key, bytes),
  }
}
