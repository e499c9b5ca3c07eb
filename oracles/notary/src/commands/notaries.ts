import { once } from 'node:events'
import type { Command } from 'commander'
import { command, exit, fail, say } from './command.ts'

interface Options {
  readonly data: string
  readonly ledger: string
  readonly listen: string
  readonly json?: boolean
}

const run = async ({ data, ledger, listen, json }: Options): Promise<void> => {
  const [, host, port] = /^(.*):(\d+)$/.exec(listen) ?? []
  if (!host || !port) return fail(exit.usage, 'listen-invalid', '--listen host:port', json)
  const { startTrialNotaries } = await import('../trial/trial.ts')
  const stopped = Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)))
  const ports = [0, 1, 2].map((i) => Number(port) + i)
  const trial = await startTrialNotaries({ data, ledger, host, ports })
  const { urls, trust } = trial
  if (json) say(JSON.stringify({ urls, trust }))
  else {
    say('三个公证节点已启动（试用：同在一个进程）The three notaries run (a trial: in one process)')
    for (const url of urls) say(`  ${url}`)
    say(`  信任文件 trust file: ${trust}`)
    say(`  huren receipt get STATEMENT --notary ${urls[0]} --out statement.receipt`)
    say(`  huren receipt verify statement.receipt --trust ${trust}`)
  }
  await stopped
  await trial.close()
}

/** `huren notaries`: the three notaries of a trial, beside `huren start`. */
export const notariesCommand = (): Command =>
  command('notaries', {
    zh: '在试用系统旁启动三个公证节点，并写出信任文件',
    en: 'run the three notaries of a trial beside `huren start`, and write its trust file',
    examples: ['huren notaries --ledger 127.0.0.1:7051'],
  })
    .requiredOption(
      '--ledger <host:port>',
      '账本地址，由 huren start 显示 the ledger, as huren start shows it',
    )
    .option('--data <dir>', '数据目录 folder of the trial (HUREN_DATA)', process.env.HUREN_DATA ?? '.huren')
    .option('--listen <host:port>', '三个端口中的第一个 the first of three ports', '127.0.0.1:8090')
    .option('--json', '以 JSON 输出 print JSON')
    .action(run)
