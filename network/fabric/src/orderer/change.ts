import type { Described } from '../channel/derived.ts'
import type { Consortium, OrdererNode, Organisation } from '../description/consortium.ts'
import { orderersOf } from '../description/nodes.ts'
import { indispensableCentres } from '../description/survival.ts'
import { validateConsortium } from '../description/validate.ts'
import { type PublicCertificates, readPublic } from '../material/public.ts'
import { NetworkProblem } from '../problem.ts'
import type { ChangeOrderers } from '../proposal/operation.ts'
import { organisationNamed } from '../run/local.ts'
import type { Network } from '../run/network.ts'
import { examineOrderer, type OrdererApplication } from './application.ts'
import { numberBeside, numberFor, withNumbers } from './numbers.ts'

const invalid = (zh: string, en: string) => new NetworkProblem('description-invalid', zh, en)

const fullNameOf = ({ domain }: Organisation, { name }: OrdererNode) => `${name}.${domain}`

const requirePresent = (consortium: Consortium, names: readonly string[]) => {
  const present = orderersOf(consortium).map(({ fullName }) => fullName)
  const absent = names.find((name) => !present.includes(name))
  if (absent)
    throw new NetworkProblem(
      'description-unknown-node',
      `没有共识节点 ${absent}`,
      `there is no orderer ${absent}`,
    )
}

const changedIn = (consortium: Consortium, name: string, orderers: (old: Organisation) => OrdererNode[]) => ({
  ...consortium,
  organisations: consortium.organisations.map((one) =>
    one.name === name ? { ...one, orderers: orderers(one) } : one,
  ),
})

const without = (consortium: Consortium, fullName: string): Consortium => ({
  ...consortium,
  organisations: consortium.organisations.map((organisation) => ({
    ...organisation,
    orderers: organisation.orderers.filter((node) => fullNameOf(organisation, node) !== fullName),
  })),
})

const numbered = (consortium: Consortium) =>
  orderersOf(consortium).map(({ id, organisation }) => ({ id, dataCentre: organisation.dataCentre }))

/** In the place of one of the same organisation that leaves, or in a place of its own. */
const withNewcomer = (
  before: Consortium,
  consortium: Consortium,
  { organisation: name, orderer }: OrdererApplication,
  leaving: string[],
): Consortium => {
  const { dataCentre, domain } = organisationNamed({ consortium }, name)
  const place = leaving.findIndex((fullName) => fullName.endsWith(`.${domain}`))
  const [replaced] = place < 0 ? [] : leaving.splice(place, 1)
  const old = orderersOf(before).find(({ fullName }) => fullName === replaced)
  const consenter = old ? numberBeside(numbered(before), old.id) : numberFor(numbered(consortium), dataCentre)
  return changedIn(consortium, name, ({ orderers }) => [...orderers, { ...orderer, consenter }])
}

/** Raft changes its members one by one; SmartBFT takes a whole new set. */
const requirePossible = ({ ordering }: Consortium, { add, remove }: ChangeOrderers) => {
  if (ordering === 'raft' && add.length + remove.length !== 1)
    throw invalid(
      'Raft 一次只能加入或移除一个共识节点：先加入，再移除',
      'Raft adds or removes one orderer at a time: add first, then remove',
    )
}

/** Between adding and removing, a set may not survive the loss of a centre: only when that is asked for, and marked. */
const judged = ({ inTransition, ...consortium }: Consortium, allowed: boolean): Consortium => {
  const fragile = indispensableCentres(consortium).length > 0
  return validateConsortium({ ...consortium, ...(fragile && allowed && { inTransition: true }) })
}

const certificatesOf = (
  { workspace }: Network,
  consortium: Consortium,
  applications: readonly OrdererApplication[],
): Record<string, PublicCertificates> =>
  Object.fromEntries(
    consortium.organisations
      .filter(({ name }) => applications.some(({ organisation }) => organisation === name))
      .map((organisation) => {
        const known = readPublic(workspace.material, organisation)
        const fresh = applications
          .filter(({ organisation: owner }) => owner === organisation.name)
          .map(({ orderer, certificate, tlsCertificate }) => [orderer.name, { certificate, tlsCertificate }])
        return [
          organisation.mspId,
          { ...known, orderers: { ...known.orderers, ...Object.fromEntries(fresh) } },
        ] as const
      }),
  )

/**
 * The consenter set after orderers have joined and left. Nothing is changed.
 * @throws NetworkProblem `description-invalid` when the loss of a data centre would then stop ordering,
 *   `description-unknown-node`, and as `examineOrderer`
 */
export const changeOrderers = (network: Network, operation: ChangeOrderers): Described => {
  const before = withNumbers(network.consortium)
  requirePresent(before, operation.remove)
  requirePossible(before, operation)
  const applications = operation.add.map((text) => examineOrderer(network, text))
  const leaving = [...operation.remove]
  const fewer = operation.remove.reduce(without, before)
  const after = applications.reduce(
    (consortium, application) => withNewcomer(before, consortium, application, leaving),
    fewer,
  )
  const consortium = judged(after, operation.inTransition ?? false)
  return { consortium, certificates: certificatesOf(network, consortium, applications) }
}

/** MSP ids of the organisations whose orderers change: their own addresses change with them, so they must sign. */
export const orderersOwners = (
  network: Pick<Network, 'consortium' | 'workspace'>,
  { add, remove }: ChangeOrderers,
): string[] => {
  const names = add.map((text) => examineOrderer(network, text).organisation)
  return network.consortium.organisations
    .filter(
      (organisation) =>
        names.includes(organisation.name) ||
        organisation.orderers.some((node) => remove.includes(fullNameOf(organisation, node))),
    )
    .map(({ mspId }) => mspId)
}
