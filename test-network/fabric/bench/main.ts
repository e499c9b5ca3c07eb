/**
 * `npm run bench:fabric`: signed reports, half SM2 and half ES256, through the gateway API onto a real Fabric network, all of it
 * on this machine; and beside it one transaction for each record with the plain client.
 *
 * `--seconds 60` (600 for the requirement), `--rate N` statements a second (as fast as they are answered unless given),
 * `--cities 17 --hospitals 34`, `--request 30` statements a request, `--batch 200` a transaction, `--in-flight 4` transactions,
 * `--interval 200` milliseconds a block, `--ordering smartbft|raft`, `--plain 20` seconds for the comparison (0: none),
 * `--rest 10` seconds without load before, `--warm-up 10` seconds of load that do not count, `--json FILE`, `--assert` to exit with 1 when the requirement is missed.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Gateway } from '@huren/client'
import { startFabricSystem } from '../system.ts'
import { admit, anItem, hospitalsOf, sendersOf } from './hospitals.ts'
import { runFor } from './load.ts'
import { atRest, measure } from './measure.ts'
import { plainLoad } from './plain.ts'
import { printMeasured, printRest } from './print.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '0' },
    cities: { type: 'string', default: '17' },
    hospitals: { type: 'string', default: '34' },
    request: { type: 'string', default: '30' },
    batch: { type: 'string', default: '200' },
    'in-flight': { type: 'string', default: '4' },
    interval: { type: 'string', default: '200' },
    ordering: { type: 'string', default: 'smartbft' },
    plain: { type: 'string', default: '20' },
    rest: { type: 'string', default: '10' },
    'warm-up': { type: 'string', default: '10' },
    json: { type: 'string' },
    assert: { type: 'boolean', default: false },
  },
})

/** The platform's stated load is 15,500 a minute (PERF-1). */
const required = 260

const system = await startFabricSystem({
  network: {
    ordering: values.ordering === 'raft' ? 'raft' : 'smartbft',
    block: { timeout: Number(values.interval) },
  },
  gateway: { HUREN_BATCH: values.batch, HUREN_IN_FLIGHT: values['in-flight'], HUREN_RATE: '1000000' },
})
try {
  const { network, centrals, gatewayPid } = system
  const resting = Number(values.rest)
  const rest = resting > 0 ? await atRest(network, resting) : undefined
  if (rest) printRest(rest)
  const gateway = new Gateway({ url: system.url, retries: 8 })
  const hospitals = hospitalsOf(Number(values.cities), Number(values.hospitals))
  await admit(gateway, centrals, hospitals)
  const senders = sendersOf(gateway, hospitals, await anItem(gateway))
  const load = { senders, request: Number(values.request), rate: Number(values.rate) }
  await runFor({ ...load, seconds: Number(values['warm-up']) })
  const throughGateway = await measure(network, { gateway: gatewayPid }, () =>
    runFor({ ...load, seconds: Number(values.seconds) }),
  )
  printMeasured(`网关 through the gateway API, ${JSON.stringify(values)}`, throughGateway)
  const plainSeconds = Number(values.plain)
  const plain =
    plainSeconds > 0
      ? await measure(network, {}, plainLoad(network, { seconds: plainSeconds, lanes: 150, senders }))
      : undefined
  if (plain) printMeasured('每条一笔交易，官方客户端 one transaction a record, plain client', plain)
  if (values.json)
    writeFileSync(values.json, JSON.stringify({ options: values, rest, throughGateway, plain }, null, 2))
  const { lost, doubled } = throughGateway.account
  const missed = throughGateway.perSecond < required || lost > 0 || doubled > 0
  console.log(`${missed ? '未达到 MISSED' : '达到 reached'}: ≥ ${required}/s, 0 lost, 0 doubled`)
  if (values.assert && missed) process.exitCode = 1
} finally {
  await system.stop()
}
