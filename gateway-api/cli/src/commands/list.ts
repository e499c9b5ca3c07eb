import { resources } from '@huren/client'
import { Argument } from 'commander'
import { command, several } from '../command.ts'
import { type ConnectionOptions, connect, withGateway } from '../connection.ts'
import { UsageError } from '../exit.ts'
import { type OutputOptions, say } from '../output.ts'

interface Options extends ConnectionOptions, OutputOptions {
  readonly filter?: readonly string[]
  readonly limit?: string
}

const queryOf = ({ filter = [] }: Options): Record<string, string> =>
  Object.fromEntries(
    filter.map((text) => {
      const at = text.indexOf('=')
      if (at < 1) throw new UsageError('filter-malformed', `--filter takes field=value, not "${text}"`)
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )

const limitOf = ({ limit }: Options): number => {
  if (limit === undefined) return Number.POSITIVE_INFINITY
  if (/^[1-9]\d{0,8}$/.test(limit)) return Number(limit)
  throw new UsageError('limit-malformed', `--limit takes a whole number above 0, not ${limit}`)
}

const run = async (resource: (typeof resources)[number], options: Options) => {
  const gateway = await connect(options)
  let left = limitOf(options)
  for await (const item of gateway.list(resource, queryOf(options))) {
    say(JSON.stringify(item))
    if (--left === 0) return
  }
}

export const list = withGateway(
  command('list', {
    zh: '列出记录，每行一条 JSON，自动翻页',
    en: 'list records, one JSON document a line, page after page',
    examples: [
      'huren list decisions --filter outcome=not-recognised --key auditor.key',
      'huren list items --limit 10',
    ],
  })
    .addArgument(new Argument('<resource>', '资源 resource').choices(resources))
    .option('--filter <field=value>', '按字段筛选，可多次 by an indexed field, may be repeated', several)
    .option('--limit <n>', '至多几条 at most so many'),
).action(run)
