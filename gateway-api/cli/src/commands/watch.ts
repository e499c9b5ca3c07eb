import { command } from '../command.ts'
import { type ConnectionOptions, connect, withGateway } from '../connection.ts'
import { type OutputOptions, say } from '../output.ts'

interface Options extends ConnectionOptions, OutputOptions {
  readonly after?: string
  readonly type?: string
}

/** Ctrl-C and `kill` end the stream as a matter of course. */
const untilStopped = (): AbortSignal => {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return stop.signal
}

const run = async ({ after, type, ...options }: Options) => {
  const gateway = await connect(options)
  const signal = untilStopped()
  for await (const { id, event, data } of gateway.watch({
    signal,
    query: { type },
    ...(after !== undefined && { after }),
  }))
    say(JSON.stringify({ id, event, data: JSON.parse(data) }))
}

export const watch = withGateway(
  command('watch', {
    zh: '跟踪上链事件，每行一条 JSON；断线自动续传',
    en: 'follow what is put on chain, one JSON document a line; a broken line is resumed',
    examples: ['huren watch --key doctor.key', 'huren watch --after 12-0-3 --key doctor.key'],
  })
    .option('--after <id>', '从此事件之后 resume after this event')
    .option('--type <types>', '只看这些类型，逗号分隔 only these types, separated by commas'),
).action(run)
