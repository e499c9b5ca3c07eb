import { generateKey, saveKey } from '@huren/crypto-config'
import { algorithms } from '@huren/records'
import { Option } from 'commander'
import { command } from '../command.ts'
import { withPassphrase } from '../keys.ts'
import { type OutputOptions, print, say, sayFields } from '../output.ts'
import { newPassphrase, type PassphraseOptions } from '../passphrase.ts'

interface Options extends OutputOptions, PassphraseOptions {
  readonly out: string
  readonly algorithm: (typeof algorithms)[number]
}

const run = async (options: Options) => {
  const key = generateKey(options.algorithm)
  await saveKey(options.out, key, await newPassphrase(options))
  const { id, algorithm, publicKey } = key
  print({ key: id, algorithm, publicKey, file: options.out }, options, () => {
    say('已生成密钥，私钥加密保存 key made, its private part encrypted')
    sayFields([
      ['密钥标识 key', id],
      ['算法 algorithm', algorithm],
      ['公钥 public key', publicKey],
      ['文件 file', options.out],
    ])
  })
}

export const keygen = withPassphrase(
  command('keygen', {
    zh: '生成签名密钥（SM2 或 ES256），用口令加密保存',
    en: 'make a signing key (SM2 or ES256), kept under a passphrase',
    examples: [
      'huren keygen --out doctor.key',
      'huren keygen --algorithm ES256 --out patient.key --passphrase-file passphrase.txt --json',
    ],
  })
    .requiredOption('--out <file>', '密钥文件 key file to write')
    .addOption(
      new Option('--algorithm <name>', '算法 algorithm').choices([...algorithms]).default('SM2-SM3'),
    ),
).action(run)
