import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { common, msp } from '@hyperledger/fabric-protos'
import type { Organisation } from '../description/consortium.ts'
import { type PlacedPeer, peersOf } from '../description/nodes.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { reachableOrderer } from '../run/reachable.ts'
import { ordererOptions, peerTool } from '../run/tools.ts'

/** A channel configuration update with the signatures it has so far. */
const readUpdate = (file: string) => {
  const envelope = common.Envelope.deserializeBinary(readFileSync(file))
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  return { envelope, payload, update: common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8()) }
}

const signerOf = (signature: common.ConfigSignature): string => {
  const header = common.SignatureHeader.deserializeBinary(signature.getSignatureHeader_asU8())
  return msp.SerializedIdentity.deserializeBinary(header.getCreator_asU8()).getMspid()
}

/** MSP ids of the organisations that signed an update. */
export const signersOf = (file: string): string[] => readUpdate(file).update.getSignaturesList().map(signerOf)

const peerOf = ({ consortium }: Network, organisation: Organisation): PlacedPeer => {
  const peer = peersOf(consortium).find((one) => one.organisation.mspId === organisation.mspId)
  if (peer) return peer
  throw new NetworkProblem(
    'description-unknown-node',
    `${organisation.name} 没有应用节点`,
    `${organisation.name} has no peer`,
  )
}

/**
 * Signs an update as an organisation's administrator, on that organisation's own machine.
 * @param file the update; left as it is
 * @param signed where the update with this signature is written
 */
export const signUpdate = async (
  network: Network,
  organisation: Organisation,
  file: string,
  signed: string,
) => {
  copyFileSync(file, signed)
  await peerTool(network, peerOf(network, organisation), ['channel', 'signconfigtx', '--file', signed])
}

/**
 * Collects the signatures of several signed copies of one update into one file.
 * @throws NetworkProblem `application-invalid` if they are not copies of the same update
 */
export const collectSignatures = (files: readonly string[], collected: string) => {
  const [first, ...others] = files.map(readUpdate)
  if (!first) return
  const wanted = Buffer.from(first.update.getConfigUpdate_asU8())
  const signatures = first.update.getSignaturesList()
  for (const { update } of others) {
    if (!wanted.equals(update.getConfigUpdate_asU8()))
      throw new NetworkProblem(
        'application-invalid',
        '签名文件不是同一份变更',
        'the signed files are not of one update',
      )
    const known = new Set(signatures.map(signerOf))
    signatures.push(...update.getSignaturesList().filter((signature) => !known.has(signerOf(signature))))
  }
  first.update.setSignaturesList(signatures)
  first.payload.setData(first.update.serializeBinary())
  first.envelope.setPayload(first.payload.serializeBinary())
  writeFileSync(collected, first.envelope.serializeBinary())
}

/**
 * Submits an update that enough organisations signed; the submitter's own signature counts once.
 * @throws NetworkProblem `signatures-missing` before anything is sent
 */
export const submitUpdate = async (network: Network, organisation: Organisation, file: string) => {
  const { organisations, policies, channel } = network.consortium
  const signers = new Set([...signersOf(file), organisation.mspId])
  const central = organisations.filter(({ mspId }) => signers.has(mspId))
  if (central.length < policies.administration)
    throw new NetworkProblem(
      'signatures-missing',
      `需要 ${policies.administration} 个中心机构签名，现有：${central.map(({ mspId }) => mspId).join('、')}`,
      `${policies.administration} central organisations must sign; so far: ${central.map(({ mspId }) => mspId).join(', ')}`,
    )
  const orderer = ordererOptions(network, await reachableOrderer(network))
  await peerTool(network, peerOf(network, organisation), [
    'channel',
    'update',
    '--file',
    file,
    '--channelID',
    channel,
    ...orderer,
  ])
}
