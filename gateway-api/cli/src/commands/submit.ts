import { maximumStatements } from '@huren/records'
import { command } from '../command.ts'
import { type ConnectionOptions, connect, withGateway } from '../connection.ts'
import { UsageError } from '../exit.ts'
import { type FabricIdentityOptions, openFabricIdentity } from '../fabric-identity.ts'
import { readEnvelopes } from '../input.ts'
import { submitOffline } from '../offline.ts'
import type { OutputOptions } from '../output.ts'
import { progress } from '../progress.ts'
import { printResults } from '../results.ts'

interface Options extends ConnectionOptions, FabricIdentityOptions, OutputOptions {
  readonly async?: boolean
  readonly wait?: string
  readonly batch?: string
}

const wholeNumber = (name: string, text: string | undefined, most: number): number | undefined => {
  if (text === undefined) return undefined
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text)
  throw new UsageError('number-malformed', `--${name} takes a whole number from 1 to ${most}, not ${text}`)
}

const waitOf = ({ async: promiseOnly, wait }: Options) => (promiseOnly ? 0 : wholeNumber('wait', wait, 60))

const run = async (files: readonly string[], options: Options) => {
  const envelopes = await readEnvelopes(files)
  const wait = waitOf(options)
  const batch = wholeNumber('batch', options.batch, maximumStatements)
  const identity = await openFabricIdentity(options)
  const gateway = await connect(options)
  if (identity) return printResults(await submitOffline(gateway, identity, envelopes), options)
  const bar = progress('提交', 'submitting')
  const results = await gateway
    .submit(envelopes, {
      onProgress: bar.update,
      ...(wait !== undefined && { wait }),
      ...(batch !== undefined && { batch }),
    })
    .finally(bar.stop)
  printResults(results, options)
}

export const submit = withGateway(
  command('submit', {
    zh: '提交已签名的声明；重复提交无害',
    en: 'submit signed statements; doing it twice is harmless',
    examples: [
      'huren submit report.dsse --key system.key',
      'huren submit january.jsonl --async --batch 200 --key system.key',
      'huren submit report.dsse --identity cert.pem --identity-key key.pem --msp ConsensusOneMSP --key system.key',
    ],
  })
    .argument(
      '[files...]',
      '信封：JSON 或每行一条，- 为标准输入 envelopes: JSON or one a line, - for standard input',
    )
    .option('--async', '只取网关的承诺，不等上链 take the promise and do not wait for the ledger')
    .option('--wait <seconds>', '最多等待，至多 60 wait at most so long, 60 at most')
    .option('--batch <n>', `每次请求几条 statements in one request, ${maximumStatements} at most`)
    .option(
      '--identity <file>',
      '机构自己的 X.509 证书：离线签名 Fabric 交易 own certificate: sign the Fabric transaction here',
    )
    .option('--identity-key <file>', '其私钥，从不发送 its private key, which is never sent')
    .option('--msp <id>', '其 MSP its MSP id'),
).action(run)
