import { signStatement } from '@huren/crypto-config'
import { command, several } from '../command.ts'
import { UsageError } from '../exit.ts'
import { readJson } from '../input.ts'
import { type KeyOptions, requireKeys, withKeys } from '../keys.ts'
import { type OutputOptions, say } from '../output.ts'
import { assign, checked, typeNamed } from '../payload.ts'

interface Options extends OutputOptions, KeyOptions {
  readonly set?: readonly string[]
}

const payloadFrom = async (file: string | undefined): Promise<Record<string, unknown>> => {
  if (file === undefined) return {}
  const value = await readJson(file)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new UsageError('payload-invalid', `${file} holds no JSON object`)
}

const run = async (name: string, file: string | undefined, options: Options) => {
  const type = typeNamed(name)
  const given = assign(type.schema, await payloadFrom(file), options.set ?? [])
  const payload = checked(type, { ...given, issuedAt: given.issuedAt ?? new Date().toISOString() })
  say(JSON.stringify(signStatement(type.name, payload, await requireKeys(options))))
}

export const sign = withKeys(
  command('sign', {
    zh: '签署一条声明，输出 DSSE 信封（不联网）',
    en: 'sign a statement and print its DSSE envelope (works offline)',
    examples: [
      'huren sign report report.json --key doctor.key > report.dsse',
      'huren sign consent-revocation --set consent=UUID --set statement=ID --set reason=withdrawn --key patient.key',
    ],
  })
    .argument('<type>', '声明类型 record type (huren types)')
    .argument('[payload]', 'JSON 文件，- 为标准输入 file with the payload, - for standard input')
    .option(
      '--set <field=value>',
      '设置字段，可多次；@uuid 新标识，@now 现在 set a field, may be repeated; @uuid a new id, @now the time',
      several,
    ),
).action(run)
