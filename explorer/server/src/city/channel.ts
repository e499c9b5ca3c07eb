import type { CertificateRow, DecisionRow, ExplorerIndex } from '@huren/explorer-index'
import type { PendingContracts } from '@huren/explorer-model'

type ChannelDecision = Extract<DecisionRow, { kind: 'channel' }>
type ContractsDecision = Extract<DecisionRow, { kind: 'contracts' }>

/** The channel by its blocks: how it is configured, which contracts are in force, what is under way. */
export interface Channel {
  readonly configuration: ChannelDecision | null
  /** null where no block defines contracts: the embedded ledger runs those of its own program. */
  readonly contracts: ContractsDecision | null
  readonly pending: readonly PendingContracts[]
  /** Newest first. */
  readonly decisions: readonly DecisionRow[]
}

export const organisationOf = ({ client }: Pick<DecisionRow, 'client'>) => client.split('/')[0] ?? ''

const pendingIn = (
  decided: readonly ContractsDecision[],
  inForce: ContractsDecision | undefined,
): PendingContracts[] => {
  const approved = decided.filter(
    ({ step, sequence }) => step === 'approve' && sequence > (inForce?.sequence ?? 0),
  )
  return [...Map.groupBy(approved, ({ version, sequence }) => `${sequence} ${version}`).values()].flatMap(
    (steps) => {
      const [first] = steps
      if (!first) return []
      const approvals = steps.map((step) => ({ mspId: organisationOf(step), block: step.block, at: step.at }))
      return [{ name: first.name, version: first.version, sequence: first.sequence, approvals }]
    },
  )
}

export const channelOf = async ({ buckets }: ExplorerIndex): Promise<Channel> => {
  const decisions = await buckets.decisions.values({ reverse: true, limit: 1000 }).all()
  const contracts = decisions.filter((each) => each.kind === 'contracts')
  const inForce = contracts.find(({ step }) => step === 'commit')
  return {
    configuration: decisions.find((each) => each.kind === 'channel') ?? null,
    contracts: inForce ?? null,
    pending: pendingIn(contracts, inForce),
    decisions,
  }
}

/** A certificate of the blocks; `replaced` when its holder has one that lasts longer. */
export interface ShownCertificate extends CertificateRow {
  readonly replaced: boolean
}

const nodesAndAuthorities: readonly string[] = ['authority', 'tls-authority', 'orderer', 'peer', 'tls']

/**
 * Certificates of the channel's authorities and nodes; those of clients and administrators only of one organisation, or
 * of all.
 * @param clientsOf MSP id, or `*`
 */
export const certificatesOf = async (
  { buckets }: ExplorerIndex,
  clientsOf: string | undefined,
): Promise<ShownCertificate[]> => {
  const rows = await buckets.certificates.values({ limit: 10_000 }).all()
  const holder = ({ mspId, name, use }: CertificateRow) => `${mspId} ${use} ${name}`
  const newest = new Map<string, string>()
  for (const row of rows)
    if ((newest.get(holder(row)) ?? '') < row.notAfter) newest.set(holder(row), row.notAfter)
  return rows
    .filter(({ use, mspId }) => nodesAndAuthorities.includes(use) || clientsOf === '*' || mspId === clientsOf)
    .map((row) => ({ ...row, replaced: row.notAfter < (newest.get(holder(row)) ?? '') }))
}
