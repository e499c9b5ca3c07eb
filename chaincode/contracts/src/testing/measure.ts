/**
 * How many statements a second of processor time takes, and what they cost in messages to the peer:
 * `node chaincode/contracts/src/testing/measure.ts`. Signing is not measured; every signature is new to the process. It counts processor time, so that other processes do not matter.
 */
import { algorithms } from '@huren/records'
import { newRecordId, populated, type Signed } from './world.ts'

const batchSize = 100
const batches = 20

const measure = async (
  name: string,
  world: Awaited<ReturnType<typeof populated>>['world'],
  made: Signed[],
) => {
  const counts = { reads: 0, writes: 0, bytes: 0 }
  const begin = process.cpuUsage()
  for (let i = 0; i < made.length; i += batchSize) {
    const texts = made.slice(i, i + batchSize).map(({ text }) => text)
    const family = name === 'report' ? 'Report' : 'Recognition'
    const answer = await world.ledger.submit({ args: [`${family}:submit`, ...texts], now: world.now })
    counts.reads += answer.reads.length
    counts.writes += answer.writes.length
    counts.bytes += answer.writes.reduce((sum, [key, value]) => sum + key.length + value.length, 0)
    if (answer.writes.length !== texts.length) throw new Error(answer.payload)
  }
  const { user, system } = process.cpuUsage(begin)
  const seconds = (user + system) / 1e6
  const each = (n: number) => (n / made.length).toFixed(2)
  console.log(
    `${world.algorithm} ${name}: ${Math.round(made.length / seconds)} statements per processor second; each ` +
      `${each(counts.reads)} gets, ${each(counts.writes)} puts, ${each(counts.bytes)} bytes of state`,
  )
}

for (const algorithm of algorithms) {
  const { world, hospital, other } = await populated(algorithm)
  const reports = Array.from({ length: batchSize * batches }, () => ({ report: newRecordId() }))
  const stated = reports.map((report) => world.report(hospital, report))
  await measure('report', world, stated)
  const results = await world.submit(...stated.slice(0, 500))
  const decisions = results.map(({ id }, i) => world.decision(other, { ...reports[i], statement: id }))
  await measure('decision', world, decisions)
}
