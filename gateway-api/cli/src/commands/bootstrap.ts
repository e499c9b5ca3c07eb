import { command } from '../command.ts'
import { type ConnectionOptions, connect, withGateway } from '../connection.ts'
import { readEnvelopes } from '../input.ts'
import type { OutputOptions } from '../output.ts'
import { printResults } from '../results.ts'

const run = async (files: readonly string[], options: ConnectionOptions & OutputOptions) => {
  const statements = await readEnvelopes(files)
  const gateway = await connect(options)
  const { results } = await gateway.call<{ results: Parameters<typeof printResults>[0] }>({
    method: 'POST',
    path: '/v1/bootstrap',
    body: { statements },
  })
  printResults(results, options)
}

export const bootstrap = withGateway(
  command('bootstrap', {
    zh: '登记三家中心机构及其首个密钥（仅限空账本）',
    en: 'register the three central organisations and their first keys (on an empty ledger)',
    examples: [
      'huren sign institution centre1.json --key centre1.key | huren cosign - --key centre2.key > bootstrap.jsonl',
      'huren bootstrap bootstrap.jsonl',
    ],
  }).argument('[files...]', '信封文件 files with envelopes, - for standard input'),
).action(run)
