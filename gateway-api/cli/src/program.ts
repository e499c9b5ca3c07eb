import type { Command } from 'commander'
import { group } from './command.ts'

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

/** Signatures of receipts are verified by OpenSSL. */
const verifier = async () => {
  const [{ verifyReceipt }, { useNodeCrypto }] = await Promise.all([
    import('@huren/verify'),
    import('@huren/verify/node'),
  ])
  useNodeCrypto()
  return verifyReceipt
}
const notaryCommands = () => import('@huren/notary/commands')

/** Each is loaded when it is asked for: one command needs little of what all need together. */
const commands: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['start', async () => (await import('./commands/start.ts')).start],
  ['types', async () => (await import('./commands/types.ts')).types],
  ['keygen', async () => (await import('./commands/keygen.ts')).keygen],
  ['key', async () => (await import('./commands/key.ts')).key],
  ['commit', async () => (await import('./commands/commit.ts')).commit],
  ['sign', async () => (await import('./commands/sign.ts')).sign],
  ['cosign', async () => (await import('./commands/cosign.ts')).cosign],
  ['submit', async () => (await import('./commands/submit.ts')).submit],
  ['get', async () => (await import('./commands/get.ts')).get],
  ['list', async () => (await import('./commands/list.ts')).list],
  ['watch', async () => (await import('./commands/watch.ts')).watch],
  ['status', async () => (await import('./commands/status.ts')).status],
  ['metrics', async () => (await import('./commands/metrics.ts')).metrics],
  ['replay', async () => (await import('./commands/dead-letters.ts')).replay],
  ['discard', async () => (await import('./commands/dead-letters.ts')).discard],
  ['token', async () => (await import('./commands/token.ts')).token],
  ['onboard', async () => (await import('./commands/onboard.ts')).onboard],
  ['patient', async () => (await import('./commands/patient.ts')).patient],
  ['bootstrap', async () => (await import('./commands/bootstrap.ts')).bootstrap],
  ['ledger', async () => (await import('./commands/ledger.ts')).ledger],
  ['network', async () => (await import('./commands/network.ts')).network],
  ['notaries', async () => (await notaryCommands()).notariesCommand()],
  ['receipt', async () => (await notaryCommands()).receiptCommand(await verifier())],
  ['audit', async () => (await notaryCommands()).auditCommand()],
  [
    'access',
    async () => {
      await verifier()
      return (await import('@huren/access-log/commands')).accessCommand()
    },
  ],
])

/**
 * `huren`: everything that the API offers, for an institution's integrator.
 * @param args the command line; where its first word is no command, every command is there, to be listed or suggested
 */
export const program = async (args: readonly string[] = []): Promise<Command> => {
  const huren = group('huren', {
    zh: '互认：检查检验结果互认账本的命令行',
    en: 'the command line of the ledger for mutual recognition of examination results',
    examples: ['huren start', 'huren keygen --out system.key', 'huren submit report.dsse --key system.key'],
  })
    .version('0.1.0', '-V, --version', '版本 version')
    .addHelpText('after', exitCodes)
  const named = commands.get(args.find((word) => !word.startsWith('-')) ?? '')
  for (const load of named ? [named] : commands.values()) huren.addCommand(await load())
  return huren
}
