import type { NodePlace } from '../derive/place.ts'
import type { PlacedPeer } from '../description/nodes.ts'

/**
 * Two places for the contract service beside each peer, used in turn: while one bundle serves, the next starts in the
 * other, so that an upgrade stops nothing. The second listens on the port after `chaincodePort`.
 */
export const slots = ['a', 'b'] as const
export type Slot = (typeof slots)[number]

/** An odd definition sequence is served in slot a, an even one in slot b. */
export const slotOf = (sequence: number): Slot => (sequence % 2 === 1 ? 'a' : 'b')

export const slotPort = ({ chaincodePort }: Pick<PlacedPeer, 'chaincodePort'>, slot: Slot) =>
  chaincodePort + slots.indexOf(slot)

/**
 * The contract package's connection.json, the same in every organisation: each peer fills in its own address and
 * certificates (Fabric's chaincode-as-a-service builder, CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG). The package id that
 * the organisations approve therefore is the same, and no private key is in the package.
 */
export const connectionTemplate = (slot: Slot) => ({
  address: `{{.address_${slot}}}`,
  dial_timeout: '10s',
  tls_required: true,
  client_auth_required: true,
  client_key: '{{.client_key}}',
  client_cert: '{{.client_certificate}}',
  root_cert: '{{.authority}}',
})

/** What one peer fills in. Mutual TLS: the peer shows its own TLS certificate, the service one of the same authority. */
export const peerConnections = (
  peer: PlacedPeer,
  { tls, operations }: NodePlace,
  read: (path: string) => string,
) => ({
  address_a: `${operations}:${slotPort(peer, 'a')}`,
  address_b: `${operations}:${slotPort(peer, 'b')}`,
  client_key: read(tls.key),
  client_certificate: read(tls.certificate),
  authority: read(tls.authority),
})
