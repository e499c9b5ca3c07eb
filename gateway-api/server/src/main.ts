#!/usr/bin/env node
import { settingsFrom } from './env.ts'
import { startGateway } from './index.ts'

/** Prints one JSON line when it answers; stops cleanly on SIGINT and SIGTERM. */
const main = async () => {
  const gateway = await startGateway(settingsFrom(process.env))
  console.log(JSON.stringify({ ready: true, url: gateway.url, pid: process.pid }))
  const stop = () => {
    gateway.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
