import { writeFile } from 'node:fs/promises'
import { command } from '../command.ts'
import { type ConnectionOptions, connect, withGateway } from '../connection.ts'
import { UsageError } from '../exit.ts'
import { type OutputOptions, print, say } from '../output.ts'

const run = async ({ out, ...options }: ConnectionOptions & OutputOptions & { out?: string }) => {
  const answer = await (await connect(options)).token()
  if (out === undefined) return print(answer, options, () => say(answer.token))
  await writeFile(out, `${answer.token}\n`, { mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError('token-file-unwritable', `${out}: ${error.code ?? error.message}`)
  })
  print({ file: out, expiresAt: answer.expiresAt }, options, () =>
    say(`${out}，有效期至 valid until ${answer.expiresAt}`),
  )
}

export const token = withGateway(
  command('token', {
    zh: '用登记的密钥换取短期令牌',
    en: 'get a short-lived token for a registered key',
    examples: ['huren token --key system.key --out token.txt', 'huren list reports --token-file token.txt'],
  }).option('--out <file>', '写入文件（权限 0600） write it to a file (mode 0600)'),
).action(run)
