/** Measures throughput: node load.ts [transactions] [statements in each] [in flight]. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConsortium } from '@huren/crypto-config'
import { connectClient } from './client.ts'
import { startProcess } from './kill-cycles.ts'

const [transactions = 300, statements = 100, inFlight = 8] = process.argv.slice(2).map(Number)
const dir = await mkdtemp(join(tmpdir(), 'huren-load-'))
const [dataDir, consortiumDir] = [join(dir, 'ledger'), join(dir, 'consortium')]
await createConsortium(consortiumDir)
const ledger = await startProcess(dataDir, consortiumDir)
const client = await connectClient(ledger, consortiumDir)
const contract = client.gateway.getNetwork('huren').getContract('huren')
const statement = JSON.stringify({ payload: 'x'.repeat(700) })
const latencies: number[] = []

const submitAll = async (prefix: string, count: number) => {
  let next = 0
  const submitter = async () => {
    for (let mine = next++; mine < count; mine = next++) {
      const started = performance.now()
      await contract.submitTransaction(
        'load',
        `${prefix}${mine}`,
        ...Array.from({ length: statements }, () => statement),
      )
      latencies.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, submitter))
}

await submitAll('warm', 30)
latencies.length = 0
const started = performance.now()
const own = process.cpuUsage()
await submitAll('measured', transactions)
const seconds = (performance.now() - started) / 1000
const { user, system } = process.cpuUsage(own)
latencies.sort((a, b) => a - b)
const at = (share: number) => Math.round(latencies[Math.floor(latencies.length * share)] ?? 0)
console.log(
  JSON.stringify({
    transactionsPerSecond: Math.round(transactions / seconds),
    statementsPerSecond: Math.round((transactions * statements) / seconds),
    p50: at(0.5),
    p95: at(0.95),
    clientCpuSeconds: Number(((user + system) / 1e6).toFixed(1)),
    seconds: Number(seconds.toFixed(1)),
  }),
)
client.close()
ledger.process.kill('SIGTERM')
await rm(dir, { recursive: true, force: true })
