/**
 * `npm run demo`: the main job on real input, against a system that it starts itself, or with
 * `--url URL [--organisations DIR]` against a running one. Exits 0 only when all of it held.
 */
import { parseArgs } from 'node:util'
import { loadCentrals } from '@huren/cli/src/start/organisations.ts'
import { Gateway } from '@huren/client'
import { verifyLedger } from '@huren/embedded'
import { type RunningSystem, startSystem, temporaryFolder } from '../dev-env/system.ts'
import { Account } from '../scenarios/account.ts'
import { joining } from '../scenarios/joining.ts'
import { lookedAt, serviceBeside } from '../scenarios/looked-at.ts'
import { mainJob } from '../scenarios/main-job.ts'
import { printing } from './print.ts'

const { values } = parseArgs({
  options: { url: { type: 'string' }, organisations: { type: 'string', default: '.huren/organisations' } },
})

const tell = async (account: Account, url: string, organisations: string, system?: RunningSystem) => {
  const centrals = await loadCentrals(organisations)
  const world = await joining(new Gateway({ url }), centrals, account, system !== undefined)
  const service = await serviceBeside(organisations)
  await mainJob(world, account, { system, more: service ? [lookedAt(service)] : [] })
}

/** The blocks themselves, after everything has stopped. */
const verified = async (account: Account, { folders }: RunningSystem) => {
  account.heading('核验账本', 'The ledger verified')
  const found = await verifyLedger(folders.ledger, folders.consortium)
  account.check(
    `停机后从区块重新核验 ${found.blocks} 个区块、${found.transactions} 笔交易：哈希、签名、背书、状态全部相符`,
    `after the stop ${found.blocks} blocks with ${found.transactions} transactions are verified from the blocks: hashes, signatures, endorsements and state agree`,
    found.firstBad === undefined,
    found.firstBad,
  )
}

/** Ctrl-C leaves nothing behind. */
const onInterrupt = (leave: () => Promise<void>) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void leave().finally(() => process.exit(130)))
}

const againstOwn = async (account: Account) => {
  const folder = await temporaryFolder()
  console.log('正在临时目录中启动一个系统 starting a system in a temporary folder …')
  const starting = startSystem({ data: folder.path, without: ['explorer'], accessLog: true })
  const leave = async () => {
    const running = await starting.catch(() => undefined)
    await running?.stop()
    await folder.remove()
  }
  onInterrupt(leave)
  try {
    const system = await starting
    console.log(system.url)
    await tell(account, system.url, system.folders.organisations, system)
    await system.stop()
    await verified(account, system)
  } finally {
    await leave()
  }
}

const against = async (account: Account, url: string) => {
  console.log(`对运行中的系统 against the running system ${url}`)
  await tell(account, url, values.organisations)
  account.note(
    '断电一步只对演示自己启动的系统做：不带 --url 运行即可看到',
    'the power cut is only done to a system that the demo started itself: run it without --url',
  )
}

const conclude = (account: Account, seconds: number) => {
  const failed = account.checks.filter(({ held }) => !held)
  console.log(
    failed.length === 0
      ? `\n全部 ${account.checks.length} 项成立，用时 ${seconds} 秒。 All ${account.checks.length} checks held, in ${seconds} s.`
      : `\n${failed.length} / ${account.checks.length} 项不成立。 ${failed.length} of ${account.checks.length} checks did not hold.`,
  )
  process.exitCode = account.held ? 0 : 1
}

const account = new Account(printing())
const started = Date.now()
console.log('互认演示：从医院的签名到监管者的答案')
console.log("Huren's demo: from a hospital's signature to a regulator's answer")
try {
  await (values.url === undefined ? againstOwn(account) : against(account, values.url))
  conclude(account, Math.round((Date.now() - started) / 1000))
} catch (error) {
  console.error(`\n演示中断 the demo stopped: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
