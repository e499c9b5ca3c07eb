/**
 * Events a second over HTTP, in batches as a client sends them, with the service in a process of its own:
 * `node oracles/access-log/bench/http.ts [events] [persons] [--assert]`. Acknowledged means synced to disk. The persons have
 * been looked at before: the first time costs a thread of its own some milliseconds (a VRF).
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { newReport } from '../src/testing/events.ts'
import { newSettings, spawnService, tokens } from '../src/testing/service.ts'

const bar = 10_000
const [events = 200_000, persons = 10_000] = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number)
const batch = 1000
const connections = 8

const { settings, remove } = await newSettings({ anchorEvery: 3000, proveEvery: 1000 })
const { child, url, pid } = await spawnService(settings)
/** A run that fails, or is stopped, leaves no service behind. */
process.on('exit', () => child.kill('SIGKILL'))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

/** Processor time of the service so far, in milliseconds (Linux: clock ticks of 10 ms). */
const serviceTime = (): number => {
  const [utime = 0, stime = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(') ')[1]!
    .split(' ')
    .slice(11, 13)
    .map(Number)
  return (utime + stime) * 10
}

const waits: number[] = []
const send = async (first: number, count: number) => {
  const reports = Array.from({ length: count }, (_, i) => ({
    ...newReport(first + i),
    patient: `person ${(first + i) % persons}`,
  }))
  const asked = performance.now()
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.append}`, 'content-type': 'application/json' },
    body: JSON.stringify({ events: reports }),
  })
  const { results }: { results?: { duplicate?: boolean }[] } = await response.json()
  if (results?.length !== count || results.some(({ duplicate }) => duplicate !== false))
    throw new Error(`the service answered ${response.status}: not everything was taken`)
  waits.push(performance.now() - asked)
}

const run = async (from: number, count: number) => {
  let next = from
  const connection = async () => {
    while (next < from + count) {
      const first = next
      next += batch
      await send(first, Math.min(batch, from + count - first))
    }
  }
  await Promise.all(Array.from({ length: connections }, connection))
}

await run(0, Math.max(persons, 5 * batch))
waits.length = 0
const [serviceBefore, ownBefore, begun] = [serviceTime(), process.cpuUsage(), performance.now()]
await run(persons, events)
const seconds = (performance.now() - begun) / 1000
const own = process.cpuUsage(ownBefore)
const perSecond = events / seconds
const p95 = waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.95)] ?? 0
console.log(
  [
    `${Math.round(perSecond).toLocaleString('en')} events/s durably sequenced over HTTP, client included`,
    `${events.toLocaleString('en')} events of ${persons.toLocaleString('en')} persons in ${seconds.toFixed(1)} s; batches of ${batch} on ${connections} connections, p95 of a batch ${p95.toFixed(0)} ms`,
    `processor time an event: service ${(((serviceTime() - serviceBefore) * 1000) / events).toFixed(0)} µs, client ${((own.user + own.system) / events).toFixed(0)} µs`,
  ].join('\n'),
)
child.kill('SIGTERM')
await once(child, 'exit')
await remove()
const bars = [
  {
    name: `accesses durably sequenced over HTTP, client included, ${batch} a request`,
    required: `≥ ${bar.toLocaleString('en')}/s`,
    measured: `${Math.round(perSecond).toLocaleString('en')}/s`,
    reached: perSecond >= bar,
  },
]
console.log(JSON.stringify({ bars }))
if (process.argv.includes('--assert') && perSecond < bar) process.exitCode = 1
