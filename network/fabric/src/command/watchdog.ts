import { Command } from 'commander'
import { nodesIn } from '../description/nodes.ts'
import { openNetwork } from '../open.ts'
import { localNodes } from '../run/local.ts'
import { keepWatch, restartBy, restartProcess } from '../watchdog/watchdog.ts'
import { dataCentre, described, say } from './shared.ts'

const milliseconds = (text: string) => Math.max(1, Number(text)) * 1000

const watchdog = (folder: () => string) =>
  new Command('watchdog')
    .description(
      '重新启动停滞的共识节点 / start orderers again that stand still while their data centre goes on; until Ctrl-C',
    )
    .option('--every <seconds>', '每隔多少秒查看 / seconds between two looks', milliseconds, 5000)
    .option('--patience <seconds>', '停滞多少秒后重启 / seconds of standstill', milliseconds, 20_000)
    .option(
      '--restart <command>',
      '重启命令，可用 $HUREN_NODE、$HUREN_UNIT（默认：本目录启动的进程） / shell command that restarts a node; this folder’s processes unless given',
    )
    .option(
      '--operations-host <host>',
      '本机节点运维端口的地址 / where this machine’s nodes answer on their operations ports',
    )
    .addOption(dataCentre())
    .action(async ({ every, patience, restart, operationsHost, dataCentre }) => {
      const network = { ...described(folder()), say }
      const processes = async () => restartProcess(await openNetwork(folder(), { say }))
      const stopping = new AbortController()
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
      say('开始值守', 'on watch')
      await keepWatch(network, {
        nodes: dataCentre ? nodesIn(network.consortium, dataCentre) : localNodes(network),
        every,
        patience,
        restart: restart ? restartBy(restart) : await processes(),
        operationsHost,
        signal: stopping.signal,
      })
    })

/** What looks after the nodes without being asked. */
export const watchdogCommands = [watchdog]
