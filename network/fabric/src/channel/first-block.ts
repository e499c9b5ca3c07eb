import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { configtx, profileName } from '../derive/configtx.ts'
import type { Network } from '../run/network.ts'
import { runTool } from '../run/tool.ts'

/**
 * Derives configtx.yaml from the description and the first block of a channel from that.
 * @param folder where configtx.yaml is written
 */
export const writeFirstBlock = async (
  { consortium, workspace, binaries }: Network,
  folder: string,
  block: string,
): Promise<void> => {
  const settings = configtx(consortium, workspace.material)
  writeFileSync(join(folder, 'configtx.yaml'), stringify(settings, { aliasDuplicateObjects: false }))
  await runTool(binaries.path.configtxgen, [
    ...['-configPath', folder, '-profile', profileName],
    ...['-channelID', consortium.channel, '-outputBlock', block],
  ])
}

/** Makes the channel's first block from the description, once; every organisation gets this same file. */
export const makeFirstBlock = async (network: Network) => {
  const { firstBlock, channel } = network.workspace
  if (existsSync(firstBlock)) return
  mkdirSync(channel, { recursive: true })
  const unfinished = `${firstBlock}.unfinished`
  await writeFirstBlock(network, channel, unfinished)
  renameSync(unfinished, firstBlock)
}
