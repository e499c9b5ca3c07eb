import { join } from 'node:path'
import { ensureOrganisation } from '@huren/crypto-config'
import type { Organisation } from '../description/consortium.ts'

/** `Admin` signs administration, `gateway` submits, `chaincode` is the contract service's TLS identity. */
export const users = ['Admin', 'gateway', 'chaincode'] as const

/** Addresses at which an organisation's nodes are reached, besides loopback. */
export const hostsOf = ({ orderers, peers, authority }: Organisation) => [
  ...new Set(
    [...orderers, ...peers, ...(authority ? [authority] : [])]
      .map(({ host }) => host)
      .filter((host) => host !== '127.0.0.1'),
  ),
]

/** The user whose TLS certificate the organisation's fabric-ca shows. */
export const authorityUser = 'authority'

/**
 * Makes an organisation's authorities on this machine, and with the embedded issuer its members' keys and certificates, or
 * what is missing of them. Where the organisation has a fabric-ca, that certifies the members. For a real network every
 * organisation runs this at home and hands out only its public MSP.
 */
export const makeMaterial = (material: string, organisation: Organisation): Promise<void> => {
  const { mspId, domain, peers, orderers, authority } = organisation
  const names = (nodes: readonly { readonly name: string }[]) => nodes.map(({ name }) => name)
  return ensureOrganisation(join(material, domain), {
    mspId,
    domain,
    peers: authority ? [] : names(peers),
    orderers: authority ? [] : names(orderers),
    users: authority ? [authorityUser] : users,
    hosts: hostsOf(organisation),
  })
}
