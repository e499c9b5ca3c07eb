import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { common } from '@hyperledger/fabric-protos'
import { currentConfig, inFolder, writeUpdate } from '../channel/config.ts'
import { type Described, derivedConfig } from '../channel/derived.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { reachablePeer } from '../run/reachable.ts'

/**
 * A channel configuration update in its envelope, opened.
 * @throws NetworkProblem `proposal-invalid`
 */
export const openUpdate = (bytes: Uint8Array) => {
  try {
    return opened(bytes)
  } catch (cause) {
    throw new NetworkProblem(
      'proposal-invalid',
      '提案中没有可读的配置变更',
      'the proposal holds no readable configuration update',
      { cause },
    )
  }
}

const opened = (bytes: Uint8Array) => {
  const envelope = common.Envelope.deserializeBinary(bytes)
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  const signed = common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8())
  return { envelope, payload, signed }
}

/** What an update would change. */
export const updateIn = (bytes: Uint8Array): common.ConfigUpdate =>
  common.ConfigUpdate.deserializeBinary(openUpdate(bytes).signed.getConfigUpdate_asU8())

/**
 * The update that leads from the channel's configuration now in force to the one that follows from a description, as an
 * envelope without signatures; null when nothing would change.
 */
export const updateTo = async (network: Network, described: Described): Promise<Uint8Array | null> => {
  const before = await currentConfig(network, await reachablePeer(network))
  const { channel_group } = await derivedConfig(network, described)
  return inFolder(async (folder) => {
    const file = join(folder, 'update.pb')
    const any = await writeUpdate(network, before, { ...before, channel_group }, file)
    return any ? readFileSync(file) : null
  })
}
