#!/usr/bin/env node
/** Runs an access log as a process; prints one line of JSON when it is ready. Settings come from the environment (README). */
import { settingsFrom } from './env.ts'
import { startAccessLog } from './service.ts'

const run = async () => {
  const { url, context, close } = await startAccessLog(settingsFrom(process.env))
  const { log, signer } = context
  console.log(
    JSON.stringify({ ready: true, url, log: log.id, verifierKey: signer.verifierKey, pid: process.pid }),
  )
  const stop = () =>
    void close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
