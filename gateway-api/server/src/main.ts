#!/usr/bin/env node
import { setTimeout as delay } from 'node:timers/promises'
import { settingsFrom } from './env.ts'
import { startGateway } from './index.ts'

/** Milliseconds in which whoever asks is told that the disk has failed, and in which the last answers leave. */
const lastWords = { asked: 2000, leaving: 5000 }

/** Prints one JSON line when it answers; stops cleanly on SIGINT and SIGTERM, and ends with 1 when the disk fails. */
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
  // a file that may grow no more is that write's error, also where a preloaded module waits for the signal
  process.on('SIGXFSZ', () => undefined)
  await gateway.failed.catch(async (error: unknown) => {
    await delay(lastWords.asked)
    await gateway.server.stop({ timeout: lastWords.leaving })
    throw error
  })
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
