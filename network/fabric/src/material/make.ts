import { join } from 'node:path'
import { ensureOrganisation } from '@huren/crypto-config'
import type { Organisation } from '../description/consortium.ts'

/** `Admin` signs administration, `gateway` submits, `chaincode` is the contract service's TLS identity. */
export const users = ['Admin', 'gateway', 'chaincode'] as const

const hostsOf = ({ orderers, peers }: Organisation) => [
  ...new Set([...orderers, ...peers].map(({ host }) => host).filter((host) => host !== '127.0.0.1')),
]

/**
 * Makes an organisation's keys and certificates on this machine, or what is missing of them. For a real network every
 * organisation runs this at home and hands out only its public MSP.
 */
export const makeMaterial = (material: string, organisation: Organisation): Promise<void> =>
  ensureOrganisation(join(material, organisation.domain), {
    mspId: organisation.mspId,
    domain: organisation.domain,
    peers: organisation.peers.map(({ name }) => name),
    orderers: organisation.orderers.map(({ name }) => name),
    users,
    hosts: hostsOf(organisation),
  })
