import { availableParallelism } from 'node:os'
import type { ApiRow } from './api.ts'
import type { AuditRow } from './audit.ts'
import type { Bar } from './bars.ts'
import type { SignatureRates } from './signatures.ts'
import type { WitnessedRow } from './witnessed.ts'

const whole = (value: number | undefined) => (value === undefined ? '' : Math.round(value))
const byName = <T extends { name: string }>(rows: readonly T[], cells: (row: T) => object) =>
  console.table(Object.fromEntries(rows.map((row) => [row.name, cells(row)])))

export const printMachine = () =>
  console.log(`Node ${process.version}, ${availableParallelism()} 个处理器核 cores\n`)

export const printSignatures = (rows: readonly SignatureRates[]) => {
  console.log('签名，每秒处理器时间内的次数（单核） Signatures, operations per second of one core')
  byName(rows, ({ sign, verifyKnown, verifyNew }) => ({
    sign: whole(sign),
    'verify, known key': whole(verifyKnown),
    'verify, new key': whole(verifyNew),
  }))
}

export const printRecords = ({
  report,
  everyType,
  bytes,
}: {
  report: number
  everyType: number
  bytes: number
}) => {
  console.log(
    `声明解析与校验（单核） Envelopes parsed and checked per second of one core: ` +
      `report (${bytes} bytes) ${whole(report)}, every type by turns ${whole(everyType)}\n`,
  )
}

export const printApi = (rows: readonly ApiRow[]) => {
  console.log('经 API 提交（含客户端签名） Statements through the API, signed by the client in the same run')
  byName(rows, ({ perSecond, p50, p95, p99, cost, statements }) => ({
    statements,
    'per second': whole(perSecond),
    'p50 ms': whole(p50),
    'p95 ms': whole(p95),
    'p99 ms': whole(p99),
    ...Object.fromEntries(
      Object.entries(cost).map(([name, time]) => [`${name} CPU ms/statement`, Number(time.toFixed(2))]),
    ),
  }))
  console.log(
    '对照：省平台招标要求每分钟 15,500 笔，约每秒 258 笔 For comparison: PERF-1 asks for 258 a second\n',
  )
}

export const printWitnessed = ({ cost, ...row }: WitnessedRow) => {
  console.log(
    '从入账到可取回执 From commitment to a receipt: ledger, gateway and three notaries, each a process',
  )
  console.table({
    statements: row.statements,
    'per second': whole(row.perSecond),
    'p50 ms': whole(row.p50),
    'p95 ms': whole(row.p95),
    'longest ms': whole(row.longest),
    ...Object.fromEntries(
      Object.entries(cost).map(([name, time]) => [`${name} CPU ms/statement`, Number(time.toFixed(2))]),
    ),
  })
}

export const printAudit = ({ statements, seconds, processorSeconds, megabytes, deviations }: AuditRow) => {
  console.log('审计 huren audit: every signature verified, one author in ten with SM2')
  console.table({
    statements,
    deviations,
    seconds: whole(seconds),
    'per second': whole(statements / seconds),
    'per second of one core': whole(statements / processorSeconds),
    MB: whole(megabytes),
  })
}

export const printBars = (bars: readonly Bar[]) => {
  console.log('要求 Requirements')
  for (const { name, required, measured, reached } of bars)
    console.log(`  ${reached ? '达到 reached ' : '未达到 MISSED'}  ${name}: ${measured} (${required})`)
}
