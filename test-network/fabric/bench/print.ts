import type { Cost, Measured } from './measure.ts'

const whole = (value: number) => Math.round(value).toLocaleString('en-US')
const inSeconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1)

const named = (cost: Cost) =>
  Object.entries(cost)
    .map(([name, time]) => `${name} ${time.toFixed(2)}`)
    .join(', ')

/** The organisation in a node's full name: `peer0.consensus1.huren.local`. */
const shortened = (name: string) => name.split('.').slice(0, 2).join('.')

const eachOf = ({ processes }: Measured) =>
  [...new Set(processes.map(({ program }) => program))]
    .map((program) => {
      const own = processes.filter((one) => one.program === program)
      return `${program}: ${own.map(({ process, cost }) => `${shortened(process)} ${cost.toFixed(2)}`).join(', ')}`
    })
    .join('; ')

const inMebibytes = (bytes: Cost): Cost =>
  Object.fromEntries(Object.entries(bytes).map(([name, count]) => [name, count / 1024 ** 2]))

export const printMeasured = (title: string, measured: Measured) => {
  const { statements, seconds, perSecond, slowestMinute, p50, p95, p99 } = measured
  const { blocks, bytes, cost, busiest, memory, account } = measured
  const total = Object.values(cost).reduce((sum, each) => sum + each, 0)
  console.log(`${title}
  ${whole(statements)} 条声明 statements, ${seconds.toFixed(1)} s, ${perSecond.toFixed(0)}/s (最慢一分钟 slowest minute ${slowestMinute.toFixed(0)}/s)
  p50 ${inSeconds(p50)} s, p95 ${inSeconds(p95)} s, p99 ${inSeconds(p99)} s; ${blocks} 区块 blocks, ${(statements / blocks).toFixed(0)} 条/区块 statements a block
  每条声明处理器毫秒 processor ms a statement: ${named(cost)}; ${total.toFixed(2)} in all
  其中最忙的一个进程 of it the busiest process of each: ${named(busiest)}
  逐个进程 by process: ${eachOf(measured)}
  每条声明磁盘字节 bytes on disk a statement: orderer ${whole(bytes.orderer)}, peer ${whole(bytes.peer)}
  最大内存 peak memory MiB: ${named(inMebibytes(memory))}
  已确认 acknowledged ${whole(account.acknowledged)}, 丢失 lost ${account.lost}, 重复 doubled ${account.doubled}`)
}

export const printRest = (rest: Cost) =>
  console.log(`空闲时每秒处理器毫秒 processor ms a second at rest: ${named(rest)}`)
