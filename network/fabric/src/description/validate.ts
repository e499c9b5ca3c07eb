import { NetworkProblem } from '../problem.ts'
import { type Agreement, allOrganisations, type Consortium } from './consortium.ts'
import { nodesOf, orderersOf } from './nodes.ts'
import { consortiumSchema } from './schema.ts'
import { indispensableCentres } from './survival.ts'

const invalid = (zh: string, en: string) => new NetworkProblem('description-invalid', zh, en)

const twice = (names: string[]) => names.find((name, index) => names.indexOf(name) !== index)

/** Every address that something listens on, so that no two claim the same one. */
const addressesOf = (consortium: Consortium) => [
  ...nodesOf(consortium).flatMap((node) =>
    [node.port, node.operationsPort, node.kind === 'orderer' ? node.adminPort : node.chaincodePort].map(
      (port) => `${node.host}:${port}`,
    ),
  ),
  ...allOrganisations(consortium).flatMap(({ authority }) =>
    authority ? [authority.port, authority.operationsPort].map((port) => `${authority.host}:${port}`) : [],
  ),
]

const requireUnique = (consortium: Consortium) => {
  const organisations = allOrganisations(consortium)
  for (const names of [
    organisations.map(({ name }) => name),
    organisations.map(({ mspId }) => mspId),
    organisations.map(({ domain }) => domain),
    addressesOf(consortium),
  ]) {
    const repeated = twice(names)
    if (repeated) throw invalid(`“${repeated}”出现了两次`, `"${repeated}" appears twice`)
  }
}

const requireAgreement = ({ organisations, policies }: Consortium) => {
  const central = organisations.length
  for (const [policy, needed] of Object.entries(policies) as [keyof Agreement, number][])
    if (needed > central || needed * 2 <= central)
      throw invalid(
        `policies.${policy} 为 ${needed}：必须超过 ${central} 个中心机构的一半且不多于全部`,
        `policies.${policy} is ${needed}: it must be more than half of the ${central} central organisations and no more than all`,
      )
}

const requireSurvival = (consortium: Consortium) => {
  const lost = indispensableCentres(consortium)
  if (lost.length > 0 && !consortium.inTransition)
    throw invalid(
      `失去数据中心 ${lost.join('、')} 后共识会停止：请重新分配共识节点（SmartBFT 建议 2+2+2，Raft 建议 2+2+1）`,
      `ordering would stop if data centre ${lost.join(', ')} were lost: place the orderers differently (2+2+2 for SmartBFT, 2+2+1 for Raft)`,
    )
  if (consortium.cities.some(({ orderers }) => orderers.length > 0))
    throw invalid('地市节点不运行共识节点', 'cities run peers only, no orderers')
}

/** Under SmartBFT leadership passes from number to number: it must leave a lost data centre at the first step. */
const requireAlternation = (consortium: Consortium) => {
  const orderers = orderersOf(consortium)
  const repeated = twice(orderers.map(({ id }) => String(id)))
  if (repeated) throw invalid(`共识编号 ${repeated} 出现了两次`, `consenter ${repeated} appears twice`)
  if (consortium.ordering !== 'smartbft') return
  const stays = orderers.find(
    ({ organisation }, index) =>
      orderers[(index + 1) % orderers.length]?.organisation.dataCentre === organisation.dataCentre,
  )
  if (stays)
    throw invalid(
      `${stays.fullName} 与编号在其后的共识节点在同一数据中心：主节点不能一步离开失去的数据中心`,
      `${stays.fullName} and the orderer numbered after it stand in one data centre: leadership would not leave a lost centre at once`,
    )
}

/**
 * Checks a description: its shape, that nothing is named or addressed twice, that no minority decides, and that
 * ordering survives the loss of any one data centre (GAP-6).
 * @throws NetworkProblem `description-invalid` with the field or the rule that is broken
 */
export const validateConsortium = (value: unknown): Consortium => {
  const { error, value: consortium } = consortiumSchema.validate(value, { convert: false })
  if (error) throw invalid(`描述文件无效：${error.message}`, `the description is invalid: ${error.message}`)
  requireUnique(consortium)
  requireAgreement(consortium)
  requireSurvival(consortium)
  requireAlternation(consortium)
  return consortium
}
