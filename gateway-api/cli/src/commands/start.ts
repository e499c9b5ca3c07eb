import { once } from 'node:events'
import { resolve } from 'node:path'
import { command } from '../command.ts'
import { type OutputOptions, print, say } from '../output.ts'
import { firstPasswords } from '../start/explorer/accounts.ts'
import { type StartOptions, startSettings } from '../start/settings.ts'
import type { System } from '../start/system.ts'

const addresses = ({ url, ledgerAddress, folders, notaries, explorer, accessLog }: System) => [
  ...(explorer ? [['浏览器 explorer', `${explorer.url}/`]] : []),
  ...(explorer ? [['患者端 patients', `${explorer.url}/patient`]] : []),
  ...(explorer ? [['医院端 hospitals', `${explorer.url}/hospital`]] : []),
  ['欢迎页 welcome', `${url}/`],
  ['接口文档 API documentation', `${url}/docs`],
  ['接口描述 OpenAPI', `${url}/openapi.json`],
  ['健康状态 health', `${url}/readyz`],
  ['账本 ledger', `${ledgerAddress} (Fabric Gateway, gRPC, TLS)`],
  ...(notaries ? [['公证节点 notaries', notaries.urls.join('  ')]] : []),
  ...(notaries ? [['信任文件 trust file', notaries.trust]] : []),
  ...(accessLog ? [['影像调阅日志 access log', `${accessLog.url}  (token: ${accessLog.tokenFile})`]] : []),
  ['中心机构密钥 central organisations', folders.organisations],
  ['日志 logs', folders.logs],
]

/** The demo looks for the central organisations' keys under `.huren` unless told otherwise. */
const demoCommand = ({ url, folders: { organisations } }: System) => {
  const elsewhere =
    organisations === resolve('.huren/organisations') ? '' : ` --organisations ${organisations}`
  return `npm run demo -- --url ${url}${elsewhere}`
}

/** The first passwords, until the operator deletes their file. */
const sayAccounts = async ({ explorer }: System) => {
  if (!explorer) return
  const accounts = await firstPasswords(explorer.passwords)
  if (accounts.length === 0) return
  say('')
  say(`登录浏览器的初始密码 first passwords for the explorer (${explorer.passwords}):`)
  for (const { account, password } of accounts) say(`  ${account}  ${password}`)
}

const sayRunning = async (system: System) => {
  say('')
  say('互认 Huren 已启动 is running')
  for (const [name, value] of addresses(system)) say(`  ${name}: ${value}`)
  await sayAccounts(system)
  say('')
  say('试用：三家中心机构的密钥都在这台机器上，目录为合成示例；正式使用时各机构自持密钥。')
  say('A trial: the keys of all three central organisations lie on this machine, the catalogue is synthetic;')
  say('in earnest each organisation keeps its own.')
  say('')
  say(`另开终端运行 in another terminal: ${demoCommand(system)}`)
  say('按 Ctrl-C 停止，再次启动即恢复 Ctrl-C stops; the next start resumes where it was.')
}

const stopSignal = async (): Promise<void> => {
  const stop = new AbortController()
  await Promise.race(
    ['SIGINT', 'SIGTERM'].map((signal) =>
      once(process, signal, { signal: stop.signal }).catch(() => undefined),
    ),
  )
  stop.abort()
}

const run = async (options: OutputOptions & StartOptions) => {
  const tell = (line: string) => process.stderr.write(`${line}\n`)
  const stopped = stopSignal()
  const { startSystem } = await import('../start/system.ts')
  const system = await startSystem(startSettings(options, process.env), tell)
  const { url, ledgerAddress, folders, pids, notaries, explorer, accessLog } = system
  if (options.json)
    print({ url, ledger: ledgerAddress, folders, pids, notaries, explorer, accessLog }, options, () => {})
  else await sayRunning(system)
  try {
    await Promise.race([stopped, system.givenUp])
  } finally {
    tell('正在停止 stopping')
    await system.stop()
    tell('已停止 stopped')
  }
}

export const start = command('start', {
  zh: '在一台机器上启动整个系统（试用）',
  en: 'bring the whole system up on one machine (a trial)',
  examples: ['huren start', 'HUREN_DATA=/srv/huren HUREN_LISTEN=127.0.0.1:9000 huren start'],
})
  .option('--data <dir>', '数据目录 folder of everything (HUREN_DATA, .huren)')
  .option('--listen <host:port>', '网关监听地址 where the gateway listens (HUREN_LISTEN, 127.0.0.1:8080)')
  .option(
    '--ledger-listen <host:port>',
    '账本监听地址 where the ledger listens (HUREN_LEDGER_LISTEN, a free port)',
  )
  .option(
    '--explorer-listen <host:port>',
    '浏览器监听地址 where the explorer listens (HUREN_EXPLORER_LISTEN, 127.0.0.1:8088)',
  )
  .option(
    '--without <parts>',
    '不启动的部分 parts to leave out: notaries,explorer,access-log (HUREN_WITHOUT)',
  )
  .action(run)
