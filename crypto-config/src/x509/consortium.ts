import { join } from 'node:path'
import { ensureOrganisation } from './issuing.ts'
import { loadOrganisation, type Organisation } from './organisation.ts'

/** The three central organisations: who orders, endorses and supervises. */
export const centralOrganisations = [
  { mspId: 'ConsensusOneMSP', domain: 'consensus1.huren.local' },
  { mspId: 'ConsensusTwoMSP', domain: 'consensus2.huren.local' },
  { mspId: 'SupervisorMSP', domain: 'supervisor.huren.local' },
] as const

export interface ConsortiumOptions {
  /** Peers of each organisation: `peer0` … */
  readonly peers?: number
  /** Orderers of each organisation: `orderer0` … */
  readonly orderers?: number
  /** Users of each organisation; `Admin` administers. */
  readonly users?: readonly string[]
  /** Names and addresses besides localhost at which nodes are reached. */
  readonly hosts?: readonly string[]
}

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}${index}`)

/**
 * Makes the X.509 side of the three central organisations, one self-contained folder each under `dir`, named after the domain.
 * Run again it makes what is missing and keeps what is there.
 */
export const createConsortium = async (
  dir: string,
  { peers = 1, orderers = 2, users = ['Admin', 'gateway'], hosts = [] }: ConsortiumOptions = {},
): Promise<Organisation[]> => {
  const members = { peers: numbered('peer', peers), orderers: numbered('orderer', orderers), users }
  await Promise.all(
    centralOrganisations.map((organisation) =>
      ensureOrganisation(join(dir, organisation.domain), { ...organisation, ...members, hosts }),
    ),
  )
  return loadConsortium(dir)
}

/** Reads the three organisations. @throws Error (ENOENT) when one is missing */
export const loadConsortium = (dir: string): Promise<Organisation[]> =>
  Promise.all(centralOrganisations.map(({ domain }) => loadOrganisation(join(dir, domain))))
