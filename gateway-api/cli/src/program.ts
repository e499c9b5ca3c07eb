import { accessCommand } from '@huren/access-log/commands'
import { auditCommand, notariesCommand, receiptCommand } from '@huren/notary/commands'
import { verifyReceipt } from '@huren/verify'
import { useNodeCrypto } from '@huren/verify/node'
import type { Command } from 'commander'
import { group } from './command.ts'
import { bootstrap } from './commands/bootstrap.ts'
import { commit } from './commands/commit.ts'
import { cosign } from './commands/cosign.ts'
import { discard } from './commands/discard.ts'
import { get } from './commands/get.ts'
import { key } from './commands/key.ts'
import { keygen } from './commands/keygen.ts'
import { ledger } from './commands/ledger.ts'
import { list } from './commands/list.ts'
import { metrics } from './commands/metrics.ts'
import { network } from './commands/network.ts'
import { onboard } from './commands/onboard.ts'
import { patient } from './commands/patient.ts'
import { replay } from './commands/replay.ts'
import { sign } from './commands/sign.ts'
import { start } from './commands/start.ts'
import { status } from './commands/status.ts'
import { submit } from './commands/submit.ts'
import { token } from './commands/token.ts'
import { types } from './commands/types.ts'
import { watch } from './commands/watch.ts'

const exitCodes = `
退出码 Exit codes:
  0  成功 done
  1  被账本或网关拒绝，或核验不符 refused, or something does not verify
  2  用法或输入有误，什么也没有发送 wrong use or input, nothing was sent
  3  无法连接或稍后再试 nobody answered, or try later
  4  身份不明或无权 not known or not allowed
  5  没有这条记录 no such record
  70 程序故障 a fault of this program
  130 在提示处取消 cancelled at a prompt
`

const commands = [
  start,
  types,
  keygen,
  key,
  commit,
  sign,
  cosign,
  submit,
  get,
  list,
  watch,
  status,
  metrics,
  replay,
  discard,
  token,
  onboard,
  patient,
  bootstrap,
  ledger,
  network,
]

/** `huren`: everything that the API offers, for an institution's integrator. */
export const program = (): Command => {
  useNodeCrypto()
  const huren = group('huren', {
    zh: '互认：检查检验结果互认账本的命令行',
    en: 'the command line of the ledger for mutual recognition of examination results',
    examples: ['huren start', 'huren keygen --out system.key', 'huren submit report.dsse --key system.key'],
  })
    .version('0.1.0', '-V, --version', '版本 version')
    .addHelpText('after', exitCodes)
  for (const each of [
    ...commands,
    notariesCommand(),
    receiptCommand(verifyReceipt),
    auditCommand(),
    accessCommand(),
  ])
    huren.addCommand(each)
  return huren
}
