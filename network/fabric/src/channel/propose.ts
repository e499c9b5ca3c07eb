import type { Network } from '../run/network.ts'
import { reachablePeer } from '../run/reachable.ts'
import { type ConfigGroup, currentConfig, writeUpdate } from './config.ts'

/**
 * Writes the update that changes the channel's configuration, for the central organisations to sign. Nothing is changed
 * by it yet.
 * @param change changes the channel group in place
 * @param file where the update is written
 */
export const proposeUpdate = async (
  network: Network,
  change: (channel: ConfigGroup) => void,
  file: string,
): Promise<void> => {
  const before = await currentConfig(network, await reachablePeer(network))
  const after = structuredClone(before)
  change(after.channel_group)
  await writeUpdate(network, before, after, file)
}
