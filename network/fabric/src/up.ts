import { existsSync } from 'node:fs'
import { ensureMembers } from './authority/members.ts'
import { joinOrderer, ordererChannel } from './channel/orderer-channel.ts'
import { hasJoined, joinPeer } from './channel/peer-channel.ts'
import { readDeployed } from './deploy/deployed.ts'
import { serve } from './deploy/service.ts'
import type { PlacedNode } from './description/nodes.ts'
import { ensureFirstBlock } from './founding/first-block.ts'
import { NetworkProblem } from './problem.ts'
import { eventually, waitHealthy } from './run/health.ts'
import { localNodes, localOrganisations } from './run/local.ts'
import type { Network } from './run/network.ts'
import { nodeService, writeNodeSettings } from './run/nodes.ts'
import { requireFreePorts } from './run/ports.ts'
import { requireRunning, runningPid, start } from './run/process.ts'

/** Starts a node, and the contract service beside a peer, unless they run; waits until it is healthy. */
export const startNode = async (network: Network, node: PlacedNode): Promise<void> => {
  writeNodeSettings(network, node)
  const service = nodeService(network, node)
  if (!runningPid(service.pidFile)) await requireFreePorts(node)
  start(service)
  await waitHealthy(node, () => requireRunning(service))
  const deployed = readDeployed(network)
  if (node.kind === 'peer' && deployed) await serve(network, node, deployed)
}

const joinChannel = async (network: Network, node: PlacedNode) => {
  const { firstBlock } = network.workspace
  if (node.kind === 'peer') {
    if (existsSync(firstBlock)) return joinPeer(network, node, firstBlock)
    if (await hasJoined(network, node)) return
    return network.say(
      `${node.fullName} 尚未加入通道：huren network join-city`,
      `${node.fullName} has not joined the channel: huren network join-city`,
    )
  }
  return eventually(30, () => joinOrderer(network, node, firstBlock))
}

const requireActive = async (network: Network, node: PlacedNode) => {
  if (node.kind === 'peer') return
  await eventually(60, async () => {
    const channel = await ordererChannel(network, node)
    if (channel?.status !== 'active')
      throw new NetworkProblem(
        'not-ready',
        `${node.fullName} 尚未参与共识`,
        `${node.fullName} does not order yet`,
      )
  })
}

/** The founders' business; a city has no part in it, and joins from a snapshot. */
const prepareFirstBlock = async (network: Network) => {
  const { organisations } = network.consortium
  if (!localOrganisations(network).some(({ name }) => organisations.some((one) => one.name === name))) return
  network.say('生成通道首块', 'the first block of the channel')
  await ensureFirstBlock(network)
}

/**
 * Brings up the network, or one data centre's part of it, from its description: keys, settings, the channel's first
 * block, processes, channel membership. What is there already stays; interrupted, it is run again. Organisations of
 * which only public certificates are here run their nodes elsewhere.
 * @param dataCentre only the nodes that stand there; all when not given
 */
export const up = async (network: Network, dataCentre?: string): Promise<void> => {
  const { consortium, say } = network
  const nodes = localNodes(network, dataCentre)
  say('准备密钥和证书', 'keys and certificates')
  for (const organisation of localOrganisations(network)) await ensureMembers(network, organisation)
  await prepareFirstBlock(network)
  say(`启动 ${nodes.length} 个节点`, `${nodes.length} nodes`)
  await Promise.all(nodes.map((node) => startNode(network, node)))
  say(`加入通道 ${consortium.channel}`, `joining channel ${consortium.channel}`)
  await Promise.all(nodes.map((node) => joinChannel(network, node)))
  await Promise.all(nodes.map((node) => requireActive(network, node)))
}
