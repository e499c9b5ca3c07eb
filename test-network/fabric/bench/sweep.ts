/**
 * `node test-network/fabric/bench/sweep.ts`: how throughput and cost move with the size of a transaction, the time to a block, and
 * how many cities and hospitals submit; every point on the same network, one after another. `--only batch,interval,hospitals`,
 * `--seconds 20` a point, after `--warm-up 6`.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Gateway } from '@huren/client'
import { networkCommand, readConsortium } from '@huren/fabric-network'
import type { Hospital } from '../../bench/hospitals.ts'
import { type FabricSystem, startFabricSystem } from '../system.ts'
import { admit, anItem, hospitalsOf, sendersOf } from './hospitals.ts'
import { runFor } from './load.ts'
import { type Measured, measure } from './measure.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'batch,interval,hospitals' },
    seconds: { type: 'string', default: '20' },
    'warm-up': { type: 'string', default: '6' },
  },
})

interface Point {
  /** Statements a transaction, and transactions under way. */
  readonly batch: number
  readonly inFlight: number
  /** Milliseconds to a block. */
  readonly interval: number
  readonly cities: number
  readonly hospitals: number
  /** Statements a request; each hospital has one under way. */
  readonly request: number
}

const usual: Point = { batch: 200, inFlight: 4, interval: 200, cities: 17, hospitals: 8, request: 100 }

const sweeps: Readonly<Record<string, readonly Point[]>> = {
  batch: [1, 10, 50, 100, 200, 400].map((batch) => ({ ...usual, batch, inFlight: batch < 50 ? 16 : 4 })),
  hospitals: [
    { ...usual, cities: 1, hospitals: 8 },
    { ...usual, hospitals: 34, request: 24 },
    { ...usual, hospitals: 437, request: 2 },
  ],
  interval: [50, 200, 1000].map((interval) => ({ ...usual, interval })),
}

/** The first cities' hospitals: they were made city by city in turn. */
const chosen = (all: readonly Hospital[], { cities, hospitals }: Point) =>
  all.filter((_, index) => index % 17 < cities).slice(0, hospitals)

/** Two central organisations change the time to a block, as they would. */
const setInterval = async ({ network: { workspace } }: FabricSystem, timeout: number) => {
  if (readConsortium(workspace.description).block.timeout === timeout) return
  const file = join(workspace.root, 'interval.json')
  const huren = (...words: string[]) =>
    networkCommand().parseAsync(['--folder', workspace.root, ...words, '--out', file], { from: 'user' })
  await huren('propose-settings', '--block-timeout', String(timeout))
  await huren('sign', file, '--organisation', 'consensus1')
  await huren('submit', file, '--organisation', 'supervisor')
}

const row = (point: Point, { perSecond, p50, p95, statements, blocks, cost, bytes, account }: Measured) => ({
  ...point,
  '/s': Math.round(perSecond),
  'p50 s': Number((p50 / 1000).toFixed(1)),
  'p95 s': Number((p95 / 1000).toFixed(1)),
  'statements a block': Math.round(statements / blocks),
  ...Object.fromEntries(Object.entries(cost).map(([name, time]) => [`${name} ms`, Number(time.toFixed(2))])),
  'orderer bytes': Math.round(bytes.orderer),
  'peer bytes': Math.round(bytes.peer),
  lost: account.lost,
  doubled: account.doubled,
})

const system = await startFabricSystem({ gateway: { HUREN_RATE: '1000000' } })
try {
  const gateway = new Gateway({ url: system.url, retries: 8 })
  const wanted = values.only
    .split(',')
    .flatMap((name) => (sweeps[name] ?? []).map((point) => ({ name, point })))
  const all = hospitalsOf(17, Math.max(17 * 8, ...wanted.map(({ point }) => point.hospitals)))
  await admit(gateway, system.centrals, all)
  const item = await anItem(gateway)
  const rows = []
  for (const { name, point } of wanted) {
    await setInterval(system, point.interval)
    await system.restartGateway({
      HUREN_RATE: '1000000',
      HUREN_BATCH: String(point.batch),
      HUREN_IN_FLIGHT: String(point.inFlight),
    })
    const load = { senders: sendersOf(gateway, chosen(all, point), item), request: point.request }
    await runFor({ ...load, seconds: Number(values['warm-up']) })
    const measured = await measure(system.network, { gateway: system.gatewayPid }, () =>
      runFor({ ...load, seconds: Number(values.seconds) }),
    )
    rows.push({ sweep: name, ...row(point, measured) })
    console.log(JSON.stringify(rows.at(-1)))
  }
  console.table(rows)
} finally {
  await system.stop()
}
