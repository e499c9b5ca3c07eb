#!/usr/bin/env node
/** Runs a notary as a process; prints one line of JSON when it is ready. Settings come from the environment (README). */
import { settingsFrom } from './env.ts'
import { startNotary } from './notary.ts'

const run = async () => {
  const notary = await startNotary(settingsFrom(process.env))
  const { log, cosigner } = notary.keys
  console.log(
    JSON.stringify({
      ready: true,
      url: notary.url,
      log: log.verifierKey,
      cosigner: cosigner.verifierKey,
      pid: process.pid,
    }),
  )
  const stop = () => void notary.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
