import { join } from 'node:path'
import { Command, Option } from 'commander'
import { buildContracts } from '../deploy/bundle.ts'
import { deploy } from '../deploy/deploy.ts'
import { readDeployed } from '../deploy/deployed.ts'
import { requireProposed } from '../deploy/proposal.ts'
import { installationKinds, writeInstallation } from '../derive/installation.ts'
import { defaultConsortium } from '../description/default.ts'
import { down } from '../down.ts'
import { takeFirstBlock } from '../founding/first-block.ts'
import { openNetwork } from '../open.ts'
import { up } from '../up.ts'
import { examine } from '../watch/doctor.ts'
import { logsOf } from '../watch/logs.ts'
import { statusOf } from '../watch/status.ts'
import { statusTable } from '../watch/table.ts'

import { dataCentre, described, print, say } from './shared.ts'

const upCommand = (folder: () => string) =>
  new Command('up')
    .description('启动网络（可重复执行） / bring the network up; run again, it only adds what is missing')
    .addOption(
      new Option('--ordering <kind>', '共识方式 / ordering')
        .choices(['smartbft', 'raft'])
        .default('smartbft'),
    )
    .addOption(
      new Option('--identities <kind>', '证书由谁签发 / who certifies the members')
        .choices(['embedded', 'fabric-ca'])
        .default('embedded'),
    )
    .option('--base-port <port>', '起始端口 / first port', (text) => Number(text), 7050)
    .addOption(dataCentre())
    .option('--first-block <file>', '其他创始机构生成的首块 / first block made by another founder')
    .action(async ({ ordering, basePort, identities, dataCentre, firstBlock }) => {
      const network = await openNetwork(folder(), {
        initial: () => defaultConsortium({ ordering, basePort, identities }),
        say,
      })
      if (firstBlock) await takeFirstBlock(network, firstBlock)
      await up(network, dataCentre)
    })

const deployCommand = (folder: () => string) =>
  new Command('deploy')
    .description('部署或升级合约 / put a contract bundle in force, or upgrade it')
    .option(
      '--bundle <file>',
      "合约包（默认构建本项目的合约） / bundle; this project's contracts unless given",
    )
    .option('--proposal <file>', '只批准提案中的合约 / approve only what this proposal names')
    .addOption(dataCentre())
    .action(async ({ bundle, proposal, dataCentre }) => {
      const network = await openNetwork(folder(), { say })
      const own = bundle ?? (await buildContracts(join(folder(), 'chaincode', 'contracts.cjs')))
      if (proposal) requireProposed(proposal, own)
      const { version, sequence } = await deploy(network, own, dataCentre)
      say(
        `合约 ${version} 已生效，序号 ${sequence}`,
        `contracts ${version} are in force, sequence ${sequence}`,
      )
    })

const downCommand = (folder: () => string) =>
  new Command('down')
    .description('停止进程，保留数据 / stop the processes; data and keys stay')
    .addOption(dataCentre())
    .action(async ({ dataCentre }) => {
      const stopped = await down(described(folder()), dataCentre)
      say(`已停止 ${stopped} 个节点`, `${stopped} nodes stopped`)
    })

const statusCommand = (folder: () => string) =>
  new Command('status')
    .description('高度、主节点、证书、合约、磁盘 / heights, leader, certificates, contracts, disk')
    .option('--json', 'JSON')
    .action(async ({ json }) => {
      const status = await statusOf(described(folder()))
      print(json ? JSON.stringify(status, null, 2) : statusTable(status))
    })

const logsCommand = (folder: () => string) =>
  new Command('logs')
    .description("节点日志 / the end of a node's log")
    .argument('<node>', '节点全名或其开头 / full name or its beginning')
    .option('--lines <n>', '行数 / lines', (text) => Number(text), 50)
    .action((node, { lines }) => {
      for (const { node: name, text } of logsOf(described(folder()), node, lines))
        print(`== ${name}\n${text}`)
    })

const doctorCommand = (folder: () => string) =>
  new Command('doctor')
    .description('检查并给出处理办法 / say what is wrong and what to do')
    .action(async () => {
      const findings = await examine(await openNetwork(folder()))
      for (const { severity, where, zh, en } of findings) print(`${severity}  ${where}  ${zh} / ${en}`)
      if (findings.length === 0) say('一切正常', 'all is well')
      if (findings.some(({ severity }) => severity === 'problem')) process.exitCode = 1
    })

const installCommand = (folder: () => string) =>
  new Command('install-files')
    .description(
      '为一个数据中心生成 systemd 单元或 compose 文件 / systemd units or a compose file for a data centre',
    )
    .addOption(dataCentre().makeOptionMandatory())
    .addOption(new Option('--kind <kind>', '方式 / kind').choices([...installationKinds]).default('systemd'))
    .requiredOption('--out <folder>', '输出目录 / where to write')
    .action(({ dataCentre, kind, out }) => {
      const network = described(folder())
      writeInstallation(network.consortium, dataCentre, kind, out, readDeployed(network))
      say(`已写入 ${out}`, `written to ${out}`)
    })

/** Commands that run a network on this machine. */
export const runCommands = [
  upCommand,
  statusCommand,
  logsCommand,
  downCommand,
  deployCommand,
  doctorCommand,
  installCommand,
]
