import { existsSync } from 'node:fs'
import { allOrganisations, type Organisation } from '../description/consortium.ts'
import { nodesIn, type PlacedNode } from '../description/nodes.ts'
import { organisationLayout, userLayout } from '../material/layout.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from './network.ts'

type Described = Pick<Network, 'consortium' | 'workspace'>

/** Whether only an organisation's public certificates are on this machine: its keys, and nodes, are elsewhere. */
export const isElsewhere = (
  { workspace }: Pick<Network, 'workspace'>,
  organisation: Organisation,
): boolean => {
  const { caCertificate, caKey } = organisationLayout(workspace.material, organisation)
  const { privateKey } = userLayout(workspace.material, organisation, 'Admin')
  return existsSync(caCertificate) && ![caKey, privateKey].some((key) => existsSync(key))
}

/** Organisations whose keys this machine holds or may make. */
export const localOrganisations = (network: Described): Organisation[] =>
  allOrganisations(network.consortium).filter((organisation) => !isElsewhere(network, organisation))

/** Nodes this machine runs, of all data centres or one. */
export const localNodes = (network: Described, dataCentre?: string): PlacedNode[] =>
  nodesIn(network.consortium, dataCentre).filter(({ organisation }) => !isElsewhere(network, organisation))

/** @throws NetworkProblem `description-unknown-node` */
export const organisationNamed = (
  { consortium }: Pick<Network, 'consortium'>,
  name: string,
): Organisation => {
  const found = allOrganisations(consortium).find((organisation) => organisation.name === name)
  if (found) return found
  throw new NetworkProblem(
    'description-unknown-node',
    `描述文件中没有机构 ${name}`,
    `the description has no organisation ${name}`,
  )
}
