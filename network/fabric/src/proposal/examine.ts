import type { Described } from '../channel/derived.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { applyOperation } from './apply.ts'
import { type Change, changesOf, isSameUpdate } from './changes.ts'
import type { Proposal } from './operation.ts'
import { updateIn, updateTo } from './update.ts'

/**
 * Works out on this machine what a proposal's operation leads to, and holds its update against that: whoever signs
 * trusts neither who proposed it nor the file.
 * @returns what would be in force, and what the update changes
 * @throws NetworkProblem when the operation is not acceptable; `proposal-invalid` when the update is another one, or the
 *   channel has changed since
 */
export const examineProposal = async (
  network: Network,
  { operation, update }: Proposal,
): Promise<{ described: Described; changes: readonly Change[] }> => {
  const described = await applyOperation(network, operation)
  const proposed = updateIn(Buffer.from(update, 'base64'))
  const own = await updateTo(network, described)
  if (!own || !isSameUpdate(proposed, updateIn(own)))
    throw new NetworkProblem(
      'proposal-invalid',
      '提案中的配置变更与其所述操作不符，或通道配置已变：请重新提案',
      'the update is not what the operation leads to here, or the channel has changed since: propose it again',
    )
  return { described, changes: changesOf(proposed) }
}
