/** `node explorer/verify/tools/bench.ts [--assert]`: how long a receipt takes, and how large it is in a large log. */
import { verifyReceipt } from '../src/index.ts'
import { now, trustFile } from '../vectors/tools/world.ts'
import { largeReceipt } from './large-log.ts'

const trust = JSON.stringify(trustFile())
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const milliseconds = (receipt: string) => {
  const [started, before] = [performance.now(), process.cpuUsage()]
  const { outcome } = verifyReceipt(receipt, trust, now)
  if (outcome !== 'valid') throw new Error('the receipt of the bench must be valid')
  const { user, system } = process.cpuUsage(before)
  return { wall: performance.now() - started, processor: (user + system) / 1000 }
}

const receipt = largeReceipt(10_000_000)
const first = milliseconds(receipt)
const times = Array.from({ length: 60 }, () => milliseconds(receipt)).slice(10)
const rounded = (value: number) => Number(value.toFixed(1))
const wall = rounded(median(times.map((time) => time.wall)))
const result = {
  'receipt in a log of 10^7, bytes': receipt.length,
  'receipt in a log of 10^4, bytes': largeReceipt(10_000).length,
  'statements in it': JSON.parse(receipt).statements.length,
  'first verification of a process, ms': rounded(first.wall),
  'verification, median ms': wall,
  'of which processor time, median ms': rounded(median(times.map(({ processor }) => processor))),
}
console.log(JSON.stringify(result, null, 2))
if (process.argv.includes('--assert') && (receipt.length >= 10_000 || wall >= 20)) process.exitCode = 1
