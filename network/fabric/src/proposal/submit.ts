import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder } from '../channel/config.ts'
import type { Organisation } from '../description/consortium.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { reachableOrderer } from '../run/reachable.ts'
import { ordererOptions, peerTool } from '../run/tools.ts'
import { adopt } from './adopt.ts'
import { examineProposal } from './examine.ts'
import { readProposal } from './file.ts'
import type { Operation } from './operation.ts'
import { requirementOf } from './requirement.ts'
import { peerOf, signersOf } from './signatures.ts'

const requireSigners = (network: Network, operation: Operation, signers: ReadonlySet<string>) => {
  const { central, owners } = requirementOf(network, operation)
  const given = network.consortium.organisations
    .map(({ mspId }) => mspId)
    .filter((mspId) => signers.has(mspId))
  const missing = owners.filter((mspId) => !signers.has(mspId))
  if (given.length >= central && missing.length === 0) return
  const must = missing.length > 0 ? `; ${missing.join(', ')} must` : ''
  throw new NetworkProblem(
    'signatures-missing',
    `需要 ${central} 个中心机构签名，现有：${given.join('、')}；还缺：${missing.join('、') || '中心机构'}`,
    `${central} central organisations must sign; so far: ${given.join(', ')}${must}`,
  )
}

/**
 * Submits a proposal that enough organisations signed, and adopts it in this workspace; the submitter's own signature
 * counts once.
 * @returns the network as it then is
 * @throws NetworkProblem `signatures-missing` before anything is sent
 */
export const submitProposal = async (
  network: Network,
  organisation: Organisation,
  file: string,
): Promise<Network> => {
  const proposal = readProposal(file)
  requireSigners(network, proposal.operation, new Set([...signersOf(file), organisation.mspId]))
  const { described } = await examineProposal(network, proposal)
  const orderer = ordererOptions(network, await reachableOrderer(network))
  await inFolder(async (folder) => {
    const update = join(folder, 'update.pb')
    writeFileSync(update, Buffer.from(proposal.update, 'base64'))
    const options = ['--file', update, '--channelID', network.consortium.channel, ...orderer]
    await peerTool(network, peerOf(network, organisation), ['channel', 'update', ...options])
  })
  return adopt(network, described, 60)
}
