/** `node explorer/verify/bench/main.ts [--assert]`: how long a receipt takes in Node and in a browser, and its size. */
import { benchBrowser } from './browser.ts'
import { benchNode } from './node.ts'
import { logSize, workloads } from './workload.ts'

const [count, warmUp] = [40, 10]
const inNode = await benchNode(count, warmUp)
const inBrowser = await benchBrowser(count, warmUp)
const largest = Math.max(...workloads(1).map(({ receipts }) => receipts[0]?.length ?? 0))
console.log(
  JSON.stringify({ [`receipt in a log of ${logSize}, bytes`]: largest, inNode, inBrowser }, null, 2),
)

const slowest = (rows: readonly { median: number }[]) => Math.max(...rows.map(({ median }) => median))
const coldest = Math.max(...inBrowser.first.map(({ milliseconds }) => milliseconds))
const processor = Math.max(...inNode.rows.map((row) => row['processor, median']))
const bars = [
  {
    name: 'receipt in a log of 10^7',
    required: '< 10,000 bytes',
    measured: `${largest} bytes`,
    reached: largest < 10_000,
  },
  {
    name: 'a receipt verified in Node, slowest median',
    required: '< 20 ms',
    measured: `${slowest(inNode.rows)} ms by the clock (${processor} ms of processor time)`,
    reached: slowest(inNode.rows) < 20,
  },
  {
    name: 'a receipt verified in a browser, slowest median',
    required: '< 50 ms',
    measured: `${slowest(inBrowser.rows)} ms`,
    reached: slowest(inBrowser.rows) < 50,
  },
  {
    name: 'the first verification of a browser just started, slowest median',
    required: '< 50 ms',
    measured: `${coldest} ms`,
    reached: coldest < 50,
  },
]
console.log(JSON.stringify({ bars }))
if (process.argv.includes('--assert') && bars.some(({ reached }) => !reached)) process.exitCode = 1
