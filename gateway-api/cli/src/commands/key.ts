import { command, group } from '../command.ts'
import { requireKeys, withPassphrase } from '../keys.ts'
import { type OutputOptions, print, sayFields } from '../output.ts'
import type { PassphraseOptions } from '../passphrase.ts'

const show = async (file: string, options: OutputOptions & PassphraseOptions) => {
  for (const { id, algorithm, publicKey } of await requireKeys({ ...options, key: [file] }))
    print({ key: id, algorithm, publicKey }, options, () =>
      sayFields([
        ['密钥标识 key', id],
        ['算法 algorithm', algorithm],
        ['公钥 public key', publicKey],
      ]),
    )
}

export const key = group('key', {
  zh: '查看密钥文件',
  en: 'look at a key file',
  examples: ['huren key show doctor.key'],
}).addCommand(
  withPassphrase(
    command('show', {
      zh: '显示密钥的公开部分（私钥从不显示）',
      en: 'show the public part of a key (the private part is never shown)',
      examples: [
        'huren key show doctor.key',
        'huren key show doctor.key --passphrase-file passphrase.txt --json',
      ],
    }).argument('<file>', '密钥文件 key file'),
  ).action(show),
)
