import { Command } from 'commander'
import { cityCommands } from './city.ts'
import { feedCommands } from './feed.ts'
import { foundingCommands } from './founding.ts'
import { identityCommands } from './identity.ts'
import { maintainCommands } from './maintain.ts'
import { proposalCommands } from './proposal.ts'
import { runCommands } from './run.ts'
import { watchdogCommands } from './watchdog.ts'

/** `huren network …`: the real network, on Hyperledger Fabric's own programs. */
export const networkCommand = (): Command => {
  const command = new Command('huren network')
    .description('真实的 Hyperledger Fabric 网络 / the real Hyperledger Fabric network')
    .option('--folder <folder>', "网络所在目录 / the network's folder", '.huren/network')
    .exitOverride()
  const folder = () => command.opts<{ folder: string }>().folder
  const groups = [
    runCommands,
    feedCommands,
    foundingCommands,
    cityCommands,
    proposalCommands,
    identityCommands,
    maintainCommands,
    watchdogCommands,
  ]
  for (const make of groups.flat()) command.addCommand(make(folder).copyInheritedSettings(command))
  return command
}
