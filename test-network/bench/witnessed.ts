import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Gateway, signedBy } from '@huren/client'
import { embeddedAccess, type Notaries, startNotaries } from '../dev-env/notaries.ts'
import { type RunningSystem, startSystem, temporaryFolder } from '../dev-env/system.ts'
import { admit, anItem } from './api.ts'
import { newHospital } from './hospitals.ts'
import { percentile } from './measure.ts'
import { processorTime } from './processor-time.ts'
import { signedReport } from './reports.ts'

export interface WitnessedOptions {
  /** Statements a second, half of them signed with ES256 and half with SM2-SM3. */
  readonly perSecond: number
  readonly seconds: number
}

/** How long statements take from the answer that they are committed until a receipt can be had for them. */
export interface WitnessedRow {
  readonly statements: number
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
  readonly longest: number
  /** Milliseconds of processor time a statement, for each process. */
  readonly cost: Readonly<Record<string, number>>
}

/** Requests a second; each carries its share of the statements. */
const rhythm = 5
/** Between two looks at what is witnessed, in milliseconds. */
const look = 50

const isWitnessed = async (url: string, id: string): Promise<boolean> => {
  // a connection that was kept open may just have been closed: the next look opens another
  const response = await fetch(`${url}/statements/${id}`).catch(() => undefined)
  return response?.ok === true && (await response.json()).stage === 'witnessed'
}

/** Waits for each committed batch, in the order of commitment, and notes how long it took. */
class Watch {
  readonly times: number[] = []
  readonly #waiting: { readonly id: string; readonly committed: number; readonly size: number }[] = []
  readonly #url: string
  #ended = false

  constructor(url: string) {
    this.#url = url
  }

  committed(ids: readonly string[]): void {
    const id = ids.at(-1)
    if (id) this.#waiting.push({ id, committed: performance.now(), size: ids.length })
  }
  end(): void {
    this.#ended = true
  }

  async run(): Promise<void> {
    while (!this.#ended || this.#waiting.length > 0) {
      const [next] = this.#waiting
      if (next && (await isWitnessed(this.#url, next.id))) {
        this.#waiting.shift()
        const took = performance.now() - next.committed
        this.times.push(...new Array<number>(next.size).fill(took))
      } else await delay(look)
    }
  }
}

const load = async (
  system: RunningSystem,
  { urls }: Notaries,
  { perSecond, seconds }: WitnessedOptions,
): Promise<Omit<WitnessedRow, 'cost'>> => {
  const gateway = new Gateway({ url: system.url })
  const hospital = newHospital(0)
  await admit(gateway, system.folders.organisations, [hospital])
  const item = await anItem(gateway)
  const watch = new Watch(urls.at(-1) ?? '')
  const watching = watch.run()
  const sending: Promise<void>[] = []
  const started = performance.now()
  for (let n = 0; n < seconds * rhythm; n++) {
    await delay(Math.max(0, started + (n * 1000) / rhythm - performance.now()))
    const algorithm = n % 2 === 0 ? 'ES256' : 'SM2-SM3'
    const sender = gateway.as(signedBy(hospital.keys[algorithm]))
    const envelopes = Array.from({ length: perSecond / rhythm }, () =>
      signedReport(hospital, algorithm, item),
    )
    sending.push(
      sender
        .submit(envelopes, { wait: 60 })
        .then((results) => watch.committed(results.map(({ id }) => String(id)))),
    )
  }
  await Promise.all(sending)
  const taken = (performance.now() - started) / 1000
  watch.end()
  await watching
  const { times } = watch
  return {
    statements: times.length,
    perSecond: times.length / taken,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    longest: Math.max(...times),
  }
}

/** The embedded ledger, the gateway and three notaries, each a process, under a steady load through the API. */
export const benchWitnessed = async (options: WitnessedOptions): Promise<WitnessedRow> => {
  const folder = await temporaryFolder()
  const system = await startSystem({ data: folder.path })
  try {
    const notaries = await startNotaries(join(folder.path, 'bench-notaries'), embeddedAccess(system))
    try {
      const [one = 0, two = 0, supervisor = 0] = notaries.pids
      const { gateway, ledger } = system.pids
      const processes = { client: process.pid, gateway, ledger, one, two, supervisor }
      const { result, cost } = await processorTime(processes, () => load(system, notaries, options))
      const each = Object.entries(cost).map(([name, time]) => [name, time / result.statements] as const)
      return { ...result, cost: Object.fromEntries(each) }
    } finally {
      await notaries.stop()
    }
  } finally {
    await system.stop()
    await folder.remove()
  }
}
