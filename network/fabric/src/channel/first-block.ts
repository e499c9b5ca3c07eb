import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { configtx, profileName } from '../derive/configtx.ts'
import type { Network } from '../run/network.ts'
import { runTool } from '../run/tool.ts'

/** Makes the channel's first block from the description, once; every organisation gets this same file. */
export const makeFirstBlock = async ({ consortium, workspace, binaries }: Network) => {
  if (existsSync(workspace.firstBlock)) return
  mkdirSync(workspace.channel, { recursive: true })
  const settings = configtx(consortium, workspace.material)
  writeFileSync(
    join(workspace.channel, 'configtx.yaml'),
    stringify(settings, { aliasDuplicateObjects: false }),
  )
  const unfinished = `${workspace.firstBlock}.unfinished`
  await runTool(binaries.path.configtxgen, [
    ...['-configPath', workspace.channel, '-profile', profileName],
    ...['-channelID', consortium.channel, '-outputBlock', unfinished],
  ])
  renameSync(unfinished, workspace.firstBlock)
}
