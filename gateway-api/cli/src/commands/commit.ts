import { writeFile } from 'node:fs/promises'
import { commit as commitment, newSalt } from '@huren/records'
import { command } from '../command.ts'
import { RefusedError, UsageError } from '../exit.ts'
import { readBytes, readJson } from '../input.ts'
import { type OutputOptions, print, say, sayFields } from '../output.ts'

interface Options extends OutputOptions {
  readonly saltOut?: string
  readonly salt?: string
  readonly check?: string
}

const fresh = async (content: Uint8Array, saltOut: string, options: OutputOptions) => {
  const salt = newSalt()
  const value = commitment(salt, content)
  const document = { commitment: value, salt: Buffer.from(salt).toString('hex') }
  await writeFile(saltOut, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UsageError('salt-file-unwritable', `${saltOut}: ${error.code ?? error.message}`)
    },
  )
  print({ commitment: value, saltFile: saltOut }, options, () => {
    say(value)
    sayFields([['盐值文件，请保密保存 salt file, keep it secret and safe', saltOut]])
  })
}

const saltFrom = async (file: string): Promise<Uint8Array> => {
  const document = await readJson(file)
  const hex =
    typeof document === 'object' && document !== null && 'salt' in document ? document.salt : undefined
  if (typeof hex === 'string' && /^[0-9a-f]{64}$/.test(hex)) return Buffer.from(hex, 'hex')
  throw new UsageError('salt-file-malformed', `${file} holds no salt of 32 bytes`)
}

const again = async (content: Uint8Array, { salt, check, ...options }: Options) => {
  if (salt === undefined)
    throw new UsageError('salt-missing', 'give --salt FILE, or --salt-out FILE for a new one')
  const value = commitment(await saltFrom(salt), content)
  if (check !== undefined && check !== value)
    throw new RefusedError('commitment-mismatch', 'these bytes and this salt do not open that commitment')
  print({ commitment: value, matches: check === undefined ? undefined : true }, options, () =>
    say(check === undefined ? value : `相符 it opens the commitment: ${value}`),
  )
}

const run = async (file: string, options: Options) => {
  const content = await readBytes(file)
  return options.saltOut === undefined ? again(content, options) : fresh(content, options.saltOut, options)
}

export const commit = command('commit', {
  zh: '计算文件的加盐承诺值，并保存盐值',
  en: 'commit to the bytes of a file with a fresh salt, and keep the salt',
  examples: [
    'huren commit report.json --salt-out report.salt',
    'huren commit report.json --salt report.salt --check COMMITMENT',
  ],
})
  .argument('<file>', '文件，- 为标准输入 file, - for standard input')
  .option('--salt-out <file>', '新盐值写入此文件（权限 0600） new salt file (mode 0600)')
  .option('--salt <file>', '用已有盐值 an existing salt file')
  .option('--check <commitment>', '与此承诺值核对 compare with this commitment')
  .action(run)
