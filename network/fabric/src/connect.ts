import { readFileSync } from 'node:fs'
import { Client, credentials } from '@grpc/grpc-js'
import { nodeSigner } from '@huren/crypto-config'
import { connect, type Gateway, hash } from '@hyperledger/fabric-gateway'
import type { Organisation } from './description/consortium.ts'
import type { PlacedPeer } from './description/nodes.ts'
import { organisationLayout, userLayout } from './material/layout.ts'
import type { Network } from './run/network.ts'

/** A connection to one peer's Gateway; `close` ends it. */
export interface Connection {
  readonly gateway: Gateway
  readonly close: () => void
}

/** A transaction that orderers took and lost never gets a status: without a deadline its client waits for ever. */
const within = (seconds: number) => () => ({ deadline: Date.now() + seconds * 1000 })

/**
 * Connects with the official client to a peer's Gateway as a user of its organisation.
 * @param user `gateway` unless told
 */
export const connectTo = (
  network: Pick<Network, 'workspace'>,
  peer: PlacedPeer,
  { user = 'gateway', organisation = peer.organisation }: { user?: string; organisation?: Organisation } = {},
): Connection => {
  const member = userLayout(network.workspace.material, organisation, user)
  return connectAs(network, peer, {
    mspId: organisation.mspId,
    certificate: readFileSync(member.certificate, 'utf8'),
    privateKey: readFileSync(member.privateKey, 'utf8'),
  })
}

/** Who connects: an X.509 identity of a member organisation, PEM. */
export interface ConnectingIdentity {
  readonly mspId: string
  readonly certificate: string
  readonly privateKey: string
}

/** What the official client needs to reach a peer's Gateway; who asked for it closes `client`. */
export const connectOptions = (
  { workspace }: Pick<Network, 'workspace'>,
  peer: PlacedPeer,
  { mspId, certificate, privateKey }: ConnectingIdentity,
) => {
  const authority = readFileSync(organisationLayout(workspace.material, peer.organisation).tlsCaCertificate)
  const client = new Client(`${peer.host}:${peer.port}`, credentials.createSsl(authority), {
    'grpc.ssl_target_name_override': peer.fullName,
  })
  return {
    client,
    identity: { mspId, credentials: Buffer.from(certificate) },
    signer: nodeSigner(privateKey),
    hash: hash.none,
    evaluateOptions: within(15),
    endorseOptions: within(30),
    submitOptions: within(30),
    commitStatusOptions: within(30),
  }
}

/** Connects with the official client to a peer's Gateway as anybody with an identity, e.g. a hospital of a city. */
export const connectAs = (...to: Parameters<typeof connectOptions>): Connection => {
  const options = connectOptions(...to)
  const gateway = connect(options)
  return {
    gateway,
    close: () => {
      gateway.close()
      options.client.close()
    },
  }
}
