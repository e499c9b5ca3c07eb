import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { common, msp } from '@hyperledger/fabric-protos'
import { inFolder } from '../channel/config.ts'
import type { Organisation } from '../description/consortium.ts'
import { type PlacedPeer, peersOf } from '../description/nodes.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { peerTool } from '../run/tools.ts'
import { isSameUpdate } from './changes.ts'
import { examineProposal } from './examine.ts'
import { readProposal, writeProposal } from './file.ts'
import { openUpdate, updateIn } from './update.ts'

const bytesOf = (update: string) => Buffer.from(update, 'base64')

/** MSP id of who made a signature. */
export const signerOf = (signature: common.ConfigSignature): string => {
  const header = common.SignatureHeader.deserializeBinary(signature.getSignatureHeader_asU8())
  return msp.SerializedIdentity.deserializeBinary(header.getCreator_asU8()).getMspid()
}

/** MSP ids of the organisations that signed a proposal. */
export const signersOf = (file: string): string[] =>
  openUpdate(bytesOf(readProposal(file).update))
    .signed.getSignaturesList()
    .map(signerOf)

/** A peer of an organisation, for tools that want one. @throws NetworkProblem `description-unknown-node` */
export const peerOf = ({ consortium }: Network, organisation: Organisation): PlacedPeer => {
  const peer = peersOf(consortium).find((one) => one.organisation.mspId === organisation.mspId)
  if (peer) return peer
  throw new NetworkProblem(
    'description-unknown-node',
    `${organisation.name} 没有应用节点`,
    `${organisation.name} has no peer`,
  )
}

/**
 * Examines a proposal and signs it as an organisation's administrator, on that organisation's own machine.
 * @param file the proposal; left as it is
 * @param signed where the proposal with this signature is written
 * @returns what the proposal changes
 * @throws NetworkProblem as `examineProposal`
 */
export const signProposal = async (
  network: Network,
  organisation: Organisation,
  file: string,
  signed: string,
) => {
  const proposal = readProposal(file)
  const { changes } = await examineProposal(network, proposal)
  await inFolder(async (folder) => {
    const update = join(folder, 'update.pb')
    writeFileSync(update, bytesOf(proposal.update))
    await peerTool(network, peerOf(network, organisation), ['channel', 'signconfigtx', '--file', update])
    writeProposal(signed, { ...proposal, update: readFileSync(update).toString('base64') })
  })
  return changes
}

/**
 * Collects the signatures of several signed copies of one proposal into one file.
 * @throws NetworkProblem `proposal-invalid` if they are not copies of the same proposal
 */
export const collectSignatures = (files: readonly string[], collected: string) => {
  const [first, ...others] = files.map(readProposal)
  if (!first) return
  const { envelope, payload, signed } = openUpdate(bytesOf(first.update))
  const signatures = signed.getSignaturesList()
  for (const { update } of others) {
    if (!isSameUpdate(updateIn(bytesOf(first.update)), updateIn(bytesOf(update))))
      throw new NetworkProblem(
        'proposal-invalid',
        '这些文件签的不是同一份提案',
        'these files are not signed copies of one proposal',
      )
    const known = new Set(signatures.map(signerOf))
    const more = openUpdate(bytesOf(update)).signed.getSignaturesList()
    signatures.push(...more.filter((signature) => !known.has(signerOf(signature))))
  }
  signed.setSignaturesList(signatures)
  payload.setData(signed.serializeBinary())
  envelope.setPayload(payload.serializeBinary())
  writeProposal(collected, { ...first, update: Buffer.from(envelope.serializeBinary()).toString('base64') })
}
