import type { Command } from 'commander'
import type { AuditResult } from '../audit/audit.ts'
import type { Deviation } from '../audit/deviation.ts'
import { command, exit, reading, say } from './command.ts'

interface Options {
  readonly trust: string
  readonly log: string[]
  readonly chaincode: string
  readonly central: string
  readonly signatures: string
  readonly json?: boolean
}

const several = (value: string, previous: string[]): string[] => [...previous, value]

const lineOf = ({ code, block, index, detail }: Deviation) =>
  `  ${code}${block === undefined ? '' : ` 区块 block ${block}`}${index === undefined ? '' : ` 条目 entry ${index}`}: ${detail}`

const sayResult = ({ blocks, size, root, compared, deviations }: AuditResult) => {
  say(`区块 ${blocks} 个，声明 ${size} 条，根哈希 ${root}`)
  say(`${blocks} blocks, ${size} statements, root ${root}`)
  for (const place of compared) say(`  已比对 compared: ${place}`)
  say(
    deviations.length === 0
      ? '未发现偏差。No deviation was found.'
      : `偏差 ${deviations.length} 处 deviations:`,
  )
  for (const deviation of deviations) say(lineOf(deviation))
}

const showProgress = (done: number, all: number) => {
  if (process.stderr.isTTY && (done % 50 === 0 || done === all))
    process.stderr.write(
      `\r审计 audit ${done}/${all} ${Math.floor((done / all) * 100)}%${done === all ? '\n' : ''}`,
    )
}

/** `huren audit BLOCKS… --trust FILE [--log PLACE]…`; exit code 1 when anything deviates. */
export const auditCommand = (): Command =>
  command('audit', {
    zh: '从导出的区块重新推导日志并逐项核对',
    en: 'derive the log from exported blocks anew, and report every deviation',
    examples: ['huren audit blocks/ --trust trust.json --log https://supervisor.example'],
  })
    .argument('<blocks...>', '区块文件或目录 block files, or folders of them')
    .requiredOption('--trust <file>', '信任文件 trust file')
    .option('--log <place>', '公开日志的目录或网址，可多次给出 folder or URL of a published log', several, [])
    .option('--signatures <n>', '每隔 n 条核验声明签名，0 为不核验 verify every n-th statement', '1')
    .option('--chaincode <name>', '链码名称 chaincode', 'huren')
    .option(
      '--central <mspids>',
      '中心机构 MSP central organisations',
      'ConsensusOneMSP,ConsensusTwoMSP,SupervisorMSP',
    )
    .option('--json', '以 JSON 输出 print JSON')
    .action(async (blocks: string[], { log, central, signatures, json, ...options }: Options) => {
      const settings = {
        ...options,
        blocks,
        logs: log,
        central: central.split(','),
        signatures: Number(signatures),
      }
      // A command line is started often: what reads Fabric's blocks is loaded only to read them.
      const { audit } = await import('../audit/audit.ts')
      const result = await reading(json, () => audit(settings, showProgress))
      if (!result) return
      if (json) say(JSON.stringify(result))
      else sayResult(result)
      if (result.deviations.length > 0) process.exitCode = exit.refused
    })
