import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { applyOperation } from './apply.ts'
import { writeProposal } from './file.ts'
import type { Operation } from './operation.ts'
import { updateTo } from './update.ts'

/**
 * Writes a proposal for the organisations to sign, each on its own machine. Nothing is changed by it yet, neither on the
 * channel nor in this workspace.
 * @param file where the proposal is written
 * @throws NetworkProblem when the operation is not acceptable, `nothing-to-change` when it is in force already
 */
export const propose = async (network: Network, operation: Operation, file: string): Promise<void> => {
  const update = await updateTo(network, await applyOperation(network, operation))
  if (!update)
    throw new NetworkProblem(
      'nothing-to-change',
      '通道配置已是如此，无需变更',
      'the channel is so already: there is nothing to change',
    )
  writeProposal(file, { version: 1, operation, update: Buffer.from(update).toString('base64') })
}
