import { command } from '../command.ts'
import { type ConnectionOptions, connect, withGateway } from '../connection.ts'
import { TryLaterError } from '../exit.ts'
import { type OutputOptions, print, say, sayFields } from '../output.ts'

interface About {
  readonly version: string
  readonly channel: string
  readonly chaincode: string
}

const yes = (value: boolean) => (value ? '是 yes' : '否 no')

const run = async (options: ConnectionOptions & OutputOptions) => {
  const gateway = await connect(options)
  await gateway.alive()
  const readiness = await gateway.readiness()
  const about = await gateway.call<About>({ path: '/v1/about' })
  const { ready, ledger, queue, index } = readiness
  print({ ...readiness, about }, options, () => {
    say(ready ? '就绪 ready' : '未就绪 not ready')
    sayFields([
      ['版本 version', about.version],
      ['通道与合约 channel and chaincode', `${about.channel} ${about.chaincode}`],
      ['账本可达 ledger reachable', yes(ledger.reachable)],
      ['区块 blocks', ledger.height ?? undefined],
      ['队列可写 queue writable', yes(queue.writable)],
      ['索引落后区块 index behind by', index.lag ?? undefined],
    ])
  })
  if (!ready) throw new TryLaterError('not-ready', '网关未就绪 the gateway is not ready')
}

export const status = withGateway(
  command('status', {
    zh: '网关是否存活、就绪，运行的是什么；未就绪时退出码 3',
    en: 'whether the gateway is alive and ready, and what is running; exit code 3 when it is not ready',
    examples: ['huren status', 'huren status --url https://gateway.example --json'],
  }),
).action(run)
