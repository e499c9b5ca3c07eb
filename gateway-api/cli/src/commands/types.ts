import { type RecordType, recordTypes } from '@huren/records'
import { command } from '../command.ts'
import { type OutputOptions, print, say } from '../output.ts'
import { fieldsOf, typeNamed } from '../payload.ts'

const described = (type: RecordType) => ({
  name: type.name,
  family: type.family,
  label: type.label,
  authority: type.authority,
  fields: fieldsOf(type.schema).map((field) => ({ ...field, label: type.fields[field.name] })),
})

const signer = ({ authority }: RecordType) =>
  ({
    governance: '中心机构两家以上签名 two of the three central organisations',
    institution: `机构密钥 institution's key${authority.kind === 'institution' ? ` (${authority.use})` : ''}`,
    patient: '患者密钥 patient key',
  })[authority.kind]

const sayType = (type: RecordType) => {
  say(`${type.name}  ${type.label.zh} ${type.label.en}`)
  say(`  签名 signed by: ${signer(type)}`)
  for (const field of described(type).fields) {
    const shape = field.words?.join(' | ') ?? field.pattern ?? field.kind
    say(
      `  ${field.required ? '*' : ' '} ${field.name}: ${shape}  ${field.label?.zh ?? ''} ${field.label?.en ?? ''}`,
    )
  }
}

const list = (options: OutputOptions) => {
  print(recordTypes.map(described), options, () => {
    for (const { name, label } of recordTypes) say(`${name.padEnd(22)} ${label.zh} ${label.en}`)
  })
}

const show = (name: string, options: OutputOptions) => {
  const type = typeNamed(name)
  print(described(type), options, () => sayType(type))
}

export const types = command('types', {
  zh: '列出声明类型及其字段',
  en: 'list the record types and their fields',
  examples: ['huren types', 'huren types report'],
})
  .argument('[type]', '类型 record type')
  .action((name: string | undefined, options: OutputOptions) =>
    name === undefined ? list(options) : show(name, options),
  )
