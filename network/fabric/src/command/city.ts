import { cpSync, writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { collectSignatures, signersOf, signUpdate, submitUpdate } from '../channel/approve.ts'
import { takeSnapshot } from '../channel/snapshot.ts'
import { makeApplication } from '../city/application.ts'
import { acceptInvitation, makeInvitation } from '../city/invitation.ts'
import { joinCity, startCity } from '../city/join.ts'
import { proposeCity } from '../city/propose.ts'
import { proposeRemoval } from '../city/remove.ts'
import { readOrganisation } from '../description/file.ts'
import { openNetwork } from '../open.ts'
import { organisationNamed } from '../run/local.ts'
import { reachablePeer } from '../run/reachable.ts'
import { workspaceAt } from '../run/workspace.ts'
import { described, say } from './shared.ts'

type Make = (folder: () => string) => Command

const organisation = ['--organisation <name>', '以哪个机构的管理员身份 / as whose administrator'] as const
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

const propose: Make = (folder) =>
  new Command('propose-city')
    .description('核验地市申请，写出待签名的配置变更 / check an application, write the update to be signed')
    .requiredOption('--application <file>', '地市的申请 / the application')
    .requiredOption(...out)
    .action(async ({ application, out }) => {
      await proposeCity(await openNetwork(folder()), application, out)
      say(
        `变更已写入 ${out}，请两个中心机构各自签名`,
        `update written to ${out}: two central organisations sign it`,
      )
    })

const remove: Make = (folder) =>
  new Command('remove-city')
    .description(
      "写出让地市退出的配置变更，待签名 / write the update that ends a city's membership, to be signed",
    )
    .argument('<city>', '地市名 / its name')
    .requiredOption(...out)
    .action(async (city, { out }) => {
      await proposeRemoval(await openNetwork(folder()), city, out)
      say(
        `变更已写入 ${out}，请两个中心机构各自签名`,
        `update written to ${out}: two central organisations sign it`,
      )
    })

const sign: Make = (folder) =>
  new Command('sign')
    .description('在本机为配置变更签名 / sign a configuration update on this machine')
    .argument('<update>')
    .requiredOption(...organisation)
    .requiredOption(...out)
    .action(async (update, { organisation, out }) => {
      const network = await openNetwork(folder())
      await signUpdate(network, organisationNamed(network, organisation), update, out)
      say(`已签名：${signersOf(out)}`, `signed by ${signersOf(out)}`)
    })

const submit: Make = (folder) =>
  new Command('submit')
    .description('汇集签名并提交配置变更 / collect signatures and submit the update')
    .argument('<signed...>', '各机构签过名的文件 / the signed copies')
    .requiredOption(...organisation)
    .requiredOption(...out)
    .action(async (signed, { organisation, out }) => {
      const network = await openNetwork(folder())
      collectSignatures(signed, out)
      await submitUpdate(network, organisationNamed(network, organisation), out)
      say(`配置变更已生效，由 ${signersOf(out)} 签名`, `the update is in force, signed by ${signersOf(out)}`)
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
export const cityCommands = [invite, apply, propose, sign, submit, snapshot, join, remove]
