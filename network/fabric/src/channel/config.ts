import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PlacedPeer } from '../description/nodes.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { reachableOrderer } from '../run/reachable.ts'
import { runTool } from '../run/tool.ts'
import { ordererOptions, peerTool } from '../run/tools.ts'

/** A group of the channel configuration as configtxlator shows it. */
export interface ConfigGroup {
  groups: Record<string, ConfigGroup>
  values: Record<string, unknown>
  policies: Record<string, unknown>
  mod_policy: string
  version: string
}
export interface ChannelConfig {
  sequence: string
  channel_group: ConfigGroup
}

/** Runs with a folder that is gone afterwards. */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'huren-config-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

type Message = 'common.Block' | 'common.Config' | 'common.ConfigUpdate' | 'common.Envelope'

/** Protobuf file to JSON file, or back, by Fabric's configtxlator. */
const translate = (
  { binaries }: Network,
  way: 'proto_decode' | 'proto_encode',
  type: Message,
  from: string,
  to: string,
) => runTool(binaries.path.configtxlator, [way, '--type', type, '--input', from, '--output', to])

/** Fetches the newest configuration block of the channel into a file. */
export const fetchConfigBlock = async (network: Network, peer: PlacedPeer, file: string) => {
  const orderer = ordererOptions(network, await reachableOrderer(network))
  await peerTool(network, peer, [
    'channel',
    'fetch',
    'config',
    file,
    '--channelID',
    network.consortium.channel,
    ...orderer,
  ])
}

/** The configuration that a configuration block holds. */
export const configOfBlock = (network: Network, block: string): Promise<ChannelConfig> =>
  inFolder(async (folder) => {
    const json = join(folder, 'config.json')
    await translate(network, 'proto_decode', 'common.Block', block, json)
    return JSON.parse(readFileSync(json, 'utf8')).data.data[0].payload.data.config
  })

/** The channel's configuration now in force. */
export const currentConfig = (network: Network, peer: PlacedPeer): Promise<ChannelConfig> =>
  inFolder(async (folder) => {
    const block = join(folder, 'config.block')
    await fetchConfigBlock(network, peer, block)
    return configOfBlock(network, block)
  })

const differ = async (computed: Promise<string>): Promise<boolean> => {
  try {
    await computed
    return true
  } catch (problem) {
    if (problem instanceof NetworkProblem && problem.zh.includes('no differences detected')) return false
    throw problem
  }
}

/**
 * The update that leads from one configuration to another, as an envelope without signatures.
 * @param file where it is written
 * @returns false when nothing differs, and nothing is written
 */
export const writeUpdate = (
  network: Network,
  from: ChannelConfig,
  to: ChannelConfig,
  file: string,
): Promise<boolean> =>
  inFolder(async (folder) => {
    const { channel } = network.consortium
    const at = (name: string) => join(folder, name)
    for (const [name, config] of [
      ['from', from],
      ['to', to],
    ] as const) {
      writeFileSync(at(`${name}.json`), JSON.stringify(config))
      await translate(network, 'proto_encode', 'common.Config', at(`${name}.json`), at(`${name}.pb`))
    }
    const files = ['--original', at('from.pb'), '--updated', at('to.pb'), '--output', at('update.pb')]
    const compute = ['compute_update', '--channel_id', channel, ...files]
    if (!(await differ(runTool(network.binaries.path.configtxlator, compute)))) return false
    await translate(network, 'proto_decode', 'common.ConfigUpdate', at('update.pb'), at('update.json'))
    const config_update = JSON.parse(readFileSync(at('update.json'), 'utf8'))
    const header = { channel_header: { channel_id: channel, type: 2 } }
    writeFileSync(at('envelope.json'), JSON.stringify({ payload: { header, data: { config_update } } }))
    await translate(network, 'proto_encode', 'common.Envelope', at('envelope.json'), file)
    return true
  })
