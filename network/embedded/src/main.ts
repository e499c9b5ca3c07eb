#!/usr/bin/env node
/** Runs the embedded ledger as a process; prints one line of JSON when it is ready. */
import { enableCompileCache } from 'node:module'
import { parseArgs } from 'node:util'

enableCompileCache() // halves the time to start
const { startLedger } = await import('./ledger.ts')

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    consortium: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    chaincode: { type: 'string' },
    check: { type: 'string' },
  },
})

const usage =
  'node main.ts --data DIR --consortium DIR [--host 127.0.0.1] [--port 7051] [--chaincode MODULE] [--check full|recent]'

const run = async () => {
  const { data, consortium, host, port, chaincode, check } = values
  if (!data || !consortium || (check !== undefined && check !== 'full' && check !== 'recent'))
    throw new Error(usage)
  const ledger = await startLedger({
    dataDir: data,
    consortiumDir: consortium,
    port: Number(port ?? 0),
    ...(host && { host }),
    ...(chaincode && { chaincode }),
    ...(check && { check }),
  })
  const { address, tlsRootCert, height } = ledger
  console.log(JSON.stringify({ ready: true, address, tlsRootCert, height, pid: process.pid }))
  const stop = () => void ledger.close()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  // a file that may grow no more is that write's error, also where a preloaded module waits for the signal
  process.on('SIGXFSZ', () => undefined)
  await ledger.failed
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
