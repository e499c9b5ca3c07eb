import { resolve } from 'node:path'
import { command, group } from '../command.ts'
import { RefusedError } from '../exit.ts'
import { type OutputOptions, print, say, sayFields } from '../output.ts'
import { progress } from '../progress.ts'
import { foldersOf } from '../start/folders.ts'

interface Options extends OutputOptions {
  readonly data?: string
}

const run = async ({ data, ...options }: Options) => {
  const folders = foldersOf(resolve(data ?? process.env.HUREN_DATA ?? '.huren'))
  const { verifyLedger } = await import('@huren/embedded')
  const bar = progress('核验区块', 'verifying blocks')
  const found = await verifyLedger(folders.ledger, folders.consortium, bar.update).finally(bar.stop)
  const { firstBad, ...counts } = found
  print(found, options, () => {
    say(firstBad ? '账本已损坏 the ledger is damaged' : '账本完好 the ledger is whole')
    sayFields([
      ['区块 blocks', counts.blocks],
      ['交易 transactions', counts.transactions],
      ['有效交易 valid', counts.valid],
      ['状态键 keys in the state', counts.keys],
    ])
  })
  if (firstBad) throw new RefusedError('ledger-damaged', `区块 block ${firstBad.block}: ${firstBad.reason}`)
}

export const ledger = group('ledger', {
  zh: '嵌入式账本的维护',
  en: 'look after an embedded ledger',
  examples: ['huren ledger verify'],
}).addCommand(
  command('verify', {
    zh: '从区块重新核验：哈希、签名、背书、MVCC、状态（账本须已停止）',
    en: 'verify it from its blocks: hashes, signatures, endorsements, MVCC, state (the ledger must be stopped)',
    examples: ['huren ledger verify', 'huren ledger verify --data /srv/huren --json'],
  })
    .option('--data <dir>', '数据目录 folder of huren start (HUREN_DATA, .huren)')
    .action(run),
)
