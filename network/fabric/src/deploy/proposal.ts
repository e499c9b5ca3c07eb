import { readFileSync, writeFileSync } from 'node:fs'
import Joi from 'joi'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { reachablePeer } from '../run/reachable.ts'
import { wantedDefinition } from './definition.ts'
import { committedDefinition } from './lifecycle.ts'
import { hashOf } from './package.ts'

/** Which contract bundle is proposed: every organisation builds it at home and approves it only if it is the same. */
export interface ContractsProposal {
  readonly version: 1
  /** SHA-256 of the bundle, hexadecimal. */
  readonly sha256: string
  readonly sequence: number
}

const schema = Joi.object<ContractsProposal>({
  version: Joi.valid(1).required(),
  sha256: Joi.string().hex().length(64).required(),
  sequence: Joi.number().integer().min(1).required(),
})

/** Writes the proposal for a bundle. @throws NetworkProblem `nothing-to-change` when it is in force */
export const proposeContracts = async (network: Network, bundle: string, file: string): Promise<void> => {
  const sha256 = hashOf(bundle)
  const committed = await committedDefinition(network, await reachablePeer(network))
  const { sequence } = wantedDefinition(committed, sha256)
  if (sequence === committed.sequence)
    throw new NetworkProblem('nothing-to-change', '该合约已在用', 'this bundle is in force already')
  writeFileSync(
    file,
    `${JSON.stringify({ version: 1, sha256, sequence } satisfies ContractsProposal, null, 2)}\n`,
  )
}

/** @throws NetworkProblem `proposal-invalid` */
export const readContracts = (file: string): ContractsProposal => {
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    parsed = undefined
  }
  const { error, value } = schema.required().validate(parsed, { convert: false })
  if (!error) return value
  throw new NetworkProblem(
    'proposal-invalid',
    `合约提案 ${file} 无效：${error.message}`,
    `the proposal ${file} is invalid: ${error.message}`,
  )
}

/**
 * Checks before anything changes that a bundle built here is the one that is proposed.
 * @throws NetworkProblem `bundle-differs`, `proposal-invalid`
 */
export const requireProposed = (file: string, bundle: string): ContractsProposal => {
  const proposal = readContracts(file)
  const own = hashOf(bundle)
  if (own === proposal.sha256) return proposal
  throw new NetworkProblem(
    'bundle-differs',
    `本机构建的合约摘要为 ${own}，提案为 ${proposal.sha256}：各机构的代码不一致`,
    `the bundle built here has the hash ${own}, the proposal names ${proposal.sha256}: the organisations do not have the same code`,
  )
}
