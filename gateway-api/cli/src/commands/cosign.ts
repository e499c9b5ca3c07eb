import { addSignature } from '@huren/crypto-config'
import { command } from '../command.ts'
import { readEnvelopes } from '../input.ts'
import { type KeyOptions, requireKeys, withKeys } from '../keys.ts'
import { type OutputOptions, say } from '../output.ts'

const run = async (file: string, options: OutputOptions & KeyOptions) => {
  const keys = await requireKeys(options)
  for (const envelope of await readEnvelopes([file]))
    say(JSON.stringify(keys.reduce((signed, key) => addSignature(signed, key), envelope)))
}

export const cosign = withKeys(
  command('cosign', {
    zh: '在已签署的声明上再加一个签名（如第二家中心机构）',
    en: 'add a signature to a signed statement (such as the second central organisation)',
    examples: ['huren cosign institution.dsse --key supervisor.key > institution.cosigned.dsse'],
  }).argument('<file>', '信封文件，- 为标准输入 file with the envelope, - for standard input'),
).action(run)
