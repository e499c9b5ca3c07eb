import { Command } from 'commander'
import { nodesOf } from '../description/nodes.ts'
import { restoreBackup, writeBackup } from '../maintain/backup.ts'
import { recoverNode } from '../maintain/recover.ts'
import { renewCertificates } from '../maintain/renew.ts'
import { openNetwork } from '../open.ts'
import { NetworkProblem } from '../problem.ts'
import { workspaceAt } from '../run/workspace.ts'
import { described, say } from './shared.ts'

type Make = (folder: () => string) => Command

const renew: Make = (folder) =>
  new Command('renew-certificates')
    .description(
      '更新将到期的证书并逐个重启节点 / renew certificates about to expire, restarting node by node',
    )
    .option('--within <days>', '多少天内到期 / expiring within', (text) => Number(text), 30)
    .action(async ({ within }) => {
      const renewed = await renewCertificates(await openNetwork(folder(), { say }), within)
      say(`已更新 ${renewed.length} 个：${renewed}`, `${renewed.length} renewed: ${renewed}`)
    })

const recover: Make = (folder) =>
  new Command('recover')
    .description(
      '节点丢失磁盘后从其他机构取回账本 / a node that lost its disk takes the ledger from the others',
    )
    .argument('<node>', '节点全名 / full name')
    .option('--snapshot <folder>', '应用节点从快照恢复 / a peer, from a snapshot')
    .action(async (name, { snapshot }) => {
      const network = await openNetwork(folder(), { say })
      const node = nodesOf(network.consortium).find(({ fullName }) => fullName === name)
      if (!node)
        throw new NetworkProblem('description-unknown-node', `没有节点 ${name}`, `there is no node ${name}`)
      const aside = await recoverNode(network, node, snapshot)
      say(`${name} 已恢复；旧数据：${aside ?? '无'}`, `${name} is back; its old data: ${aside ?? 'none'}`)
    })

const backup: Make = (folder) =>
  new Command('backup')
    .description('备份描述、密钥、首块、合约（含私钥） / back up description, keys, first block, contracts')
    .requiredOption('--out <file>', '归档文件 / archive')
    .action(async ({ out }) => {
      const digest = await writeBackup(described(folder()), out)
      say(`已备份到 ${out}；请另存摘要 ${digest}`, `written to ${out}; keep its digest elsewhere: ${digest}`)
    })

const restore: Make = (folder) =>
  new Command('restore')
    .description('把备份恢复到空目录 / restore a backup into an empty folder')
    .requiredOption('--from <file>', '归档文件 / archive')
    .requiredOption('--digest <sha256>', '备份时的摘要 / the digest it had')
    .action(async ({ from, digest }) => {
      await restoreBackup(workspaceAt(folder()), from, digest)
      say(
        '已恢复；接着 huren network up，节点用 recover 取回账本',
        'restored; next: huren network up, and recover for each node',
      )
    })

/** Commands that keep a network alive. */
export const maintainCommands = [renew, recover, backup, restore]
