import { cpSync, writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { takeSnapshot } from '../channel/snapshot.ts'
import { makeApplication } from '../city/application.ts'
import { acceptInvitation, makeInvitation } from '../city/invitation.ts'
import { joinCity, startCity } from '../city/join.ts'
import { readOrganisation } from '../description/file.ts'
import { openNetwork } from '../open.ts'
import { reachablePeer } from '../run/reachable.ts'
import { workspaceAt } from '../run/workspace.ts'
import { described, say } from './shared.ts'

type Make = (folder: () => string) => Command

const out = ['--out <file>', '写到哪里 / where to write'] as const

const invite: Make = (folder) =>
  new Command('invite')
    .description(
      '写出邀请：描述文件与各方公开证书 / write an invitation: description and public certificates',
    )
    .requiredOption(...out)
    .action(({ out }) => writeFileSync(out, makeInvitation(described(folder()))))

const apply: Make = (folder) =>
  new Command('apply')
    .description(
      "在地市本机生成密钥、启动节点、写出申请 / on the city's machine: own keys, own peer, an application",
    )
    .requiredOption('--invitation <file>', '收到的邀请 / the invitation')
    .requiredOption('--city <file>', '本机构描述（YAML） / this organisation, YAML')
    .requiredOption(...out)
    .action(async ({ invitation, city, out }) => {
      const own = readOrganisation(city)
      await acceptInvitation(workspaceAt(folder()), invitation, own)
      const network = await openNetwork(folder(), { say })
      await startCity(network)
      writeFileSync(out, makeApplication(network.workspace.material, own))
      say(
        `申请已写入 ${out}，可交给任一中心机构`,
        `application written to ${out}: hand it to any central organisation`,
      )
    })

const snapshot: Make = (folder) =>
  new Command('snapshot')
    .description('由本机节点写出通道快照 / let a peer of this machine write a snapshot')
    .requiredOption('--out <folder>', '写到哪里 / where to write')
    .action(async ({ out }) => {
      const network = await openNetwork(folder())
      const { folder: from, lastBlock, hash } = await takeSnapshot(network, await reachablePeer(network))
      cpSync(from, out, { recursive: true })
      say(`快照至区块 ${lastBlock}，摘要 ${hash}`, `snapshot up to block ${lastBlock}, hash ${hash}`)
    })

const join: Make = (folder) =>
  new Command('join-city')
    .description("地市节点从快照加入通道 / the city's peer joins from a snapshot")
    .requiredOption('--snapshot <folder>', '收到的快照 / the snapshot')
    .action(async ({ snapshot }) => {
      await joinCity(await openNetwork(folder(), { say }), snapshot)
      say('已加入通道；接着 huren network deploy', 'joined; next: huren network deploy')
    })

/** Commands by which a city joins: files go to and fro, keys stay where they are. */
export const cityCommands = [invite, apply, snapshot, join]
