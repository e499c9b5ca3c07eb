#!/usr/bin/env node
/**
 * The three notaries of a trial as one process: `notaries-main.ts DATA LEDGER HOST PORT PORT PORT`. Prints one line of
 * JSON when they are ready.
 */
import { startTrialNotaries } from '@huren/notary/trial'

const run = async ([data = '', ledger = '', host = '', ...ports]: readonly string[]) => {
  const trial = await startTrialNotaries({ data, ledger, host, ports: ports.map(Number) })
  console.log(JSON.stringify({ ready: true, urls: trial.urls, trust: trial.trust, pid: process.pid }))
  const stop = () => void trial.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
