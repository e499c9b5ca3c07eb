/**
 * `node test-network/fabric/bench/sweep.ts`: how throughput and cost move with the size of a transaction, the time to a block, and
 * how many cities and hospitals submit. Each point is a run of `main.ts` on a network of its own. `--only batch,interval,hospitals`,
 * `--seconds 30`.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { execa } from 'execa'
import type { Measured } from './measure.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'batch,interval,hospitals' },
    seconds: { type: 'string', default: '30' },
  },
})

type Point = Readonly<Record<string, number>>

const sweeps: Readonly<Record<string, readonly Point[]>> = {
  batch: [1, 10, 50, 200, 400].map((batch) => ({ batch, 'in-flight': batch < 50 ? 16 : 4 })),
  interval: [50, 200, 1000].map((interval) => ({ interval })),
  hospitals: [
    { cities: 1, hospitals: 8, request: 100 },
    { cities: 17, hospitals: 34, request: 30 },
    { cities: 17, hospitals: 437, request: 2 },
  ],
}

const bench = join(import.meta.dirname, 'main.ts')

const run = async (folder: string, point: Point): Promise<Measured> => {
  const json = join(folder, 'point.json')
  const options = Object.entries(point).flatMap(([name, value]) => [`--${name}`, String(value)])
  const fixed = ['--plain', '0', '--rest', '0', '--warm-up', '8', '--seconds', values.seconds, '--json', json]
  await execa(process.execPath, [bench, ...fixed, ...options])
  return JSON.parse(await readFile(json, 'utf8')).throughGateway
}

const row = (point: Point, { perSecond, p50, p95, statements, blocks, cost, account }: Measured) => ({
  ...point,
  '/s': Math.round(perSecond),
  'p50 s': Number((p50 / 1000).toFixed(1)),
  'p95 s': Number((p95 / 1000).toFixed(1)),
  'statements a block': Math.round(statements / blocks),
  ...Object.fromEntries(Object.entries(cost).map(([name, time]) => [`${name} ms`, Number(time.toFixed(2))])),
  lost: account.lost,
  doubled: account.doubled,
})

const folder = await mkdtemp(join(tmpdir(), 'huren-sweep-'))
try {
  for (const name of values.only.split(',')) {
    const rows = []
    for (const point of sweeps[name] ?? []) {
      rows.push(row(point, await run(folder, point)))
      console.log(JSON.stringify(rows.at(-1)))
    }
    console.table(rows)
  }
} finally {
  await rm(folder, { recursive: true })
}
