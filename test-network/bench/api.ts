import { ensureCentrals } from '@huren/cli/src/start/organisations.ts'
import { Gateway, signedBy } from '@huren/client'
import type { Algorithm, CatalogueItem, ItemCode } from '@huren/records'
import { type RunningSystem, startSystem, temporaryFolder } from '../dev-env/system.ts'
import { admission, type Hospital, newHospital } from './hospitals.ts'
import { type LoadResult, run, type Sender } from './load.ts'
import { processorTime } from './processor-time.ts'
import { signedReport } from './reports.ts'

export interface ApiBenchOptions {
  /** How many send at the same time: as many as keep the cores at work, no more, for then all only wait longer. */
  readonly hospitals: Readonly<Record<Algorithm, number>>
  /** Statements in one request. */
  readonly batch: number
  /** Statements of each algorithm. */
  readonly statements: Readonly<Record<Algorithm, number>>
  /** Senders of single statements at a time, for the comparison. */
  readonly singleSenders: number
  readonly singleStatements: number
}

export interface ApiRow extends LoadResult {
  readonly name: string
  /** Milliseconds of processor time a statement, for each process. */
  readonly cost: Readonly<Record<string, number>>
}

export const admit = async (gateway: Gateway, organisations: string, hospitals: readonly Hospital[]) => {
  const centrals = await ensureCentrals(organisations)
  const [first] = centrals
  if (!first) throw new Error('there are central organisations')
  const results = await gateway.as(signedBy(first.key)).submit(admission(hospitals, centrals), { wait: 60 })
  const refused = results.find(({ stage }) => stage !== 'committed')
  if (refused) throw new Error(`a hospital was not admitted: ${JSON.stringify(refused)}`)
}

export const anItem = async (gateway: Gateway): Promise<ItemCode> => {
  for await (const { item } of gateway.list<CatalogueItem>('items')) return item
  throw new Error('the catalogue is empty')
}

const benchSystem = async (system: RunningSystem, options: ApiBenchOptions): Promise<ApiRow[]> => {
  const gateway = new Gateway({ url: system.url })
  const hospitals = Array.from({ length: Math.max(...Object.values(options.hospitals)) }, (_, index) =>
    newHospital(index),
  )
  await admit(gateway, system.folders.organisations, hospitals)
  const item = await anItem(gateway)
  const processes = { client: process.pid, gateway: system.pids.gateway, ledger: system.pids.ledger }

  const senders = (algorithm: Algorithm, count: number): Sender[] =>
    Array.from({ length: count }, (_, index) => {
      const hospital = hospitals[index % hospitals.length]!
      return {
        gateway: gateway.as(signedBy(hospital.keys[algorithm])),
        sign: () => signedReport(hospital, algorithm, item),
      }
    })
  const measure = async (
    name: string,
    algorithm: Algorithm,
    count: number,
    statements: number,
    batch: number,
  ) => {
    const load = { senders: senders(algorithm, count), batch }
    await run({ ...load, statements: Math.ceil(statements / 5) })
    const { result, cost } = await processorTime(processes, () => run({ ...load, statements }))
    const each = Object.entries(cost).map(([process, time]) => [process, time / statements] as const)
    return { name, ...result, cost: Object.fromEntries(each) }
  }

  const rows: ApiRow[] = []
  for (const algorithm of ['ES256', 'SM2-SM3'] as const) {
    const { singleSenders, singleStatements, statements, batch } = options
    rows.push(await measure(algorithm, algorithm, options.hospitals[algorithm], statements[algorithm], batch))
    rows.push(await measure(`${algorithm}, 1 a request`, algorithm, singleSenders, singleStatements, 1))
  }
  return rows
}

/** The whole system in a temporary folder, ledger and gateway as processes of their own, under load through its API. */
export const benchApi = async (options: ApiBenchOptions): Promise<ApiRow[]> => {
  const folder = await temporaryFolder()
  try {
    const system = await startSystem({ data: folder.path })
    try {
      return await benchSystem(system, options)
    } finally {
      await system.stop()
    }
  } finally {
    await folder.remove()
  }
}
