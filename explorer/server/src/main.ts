#!/usr/bin/env node
/** Runs the explorer as a process; prints one line of JSON when it is ready. Settings come from the environment (README). */
import { ExplorerIndex, follow } from '@huren/explorer-index'
import { settingsFrom } from './env.ts'
import { startExplorer } from './server.ts'

const run = async () => {
  const settings = settingsFrom(process.env)
  const index = await ExplorerIndex.open(settings.explorer.dataDir)
  const following = await follow(index, settings.ledger)
  const explorer = await startExplorer(settings.explorer, index, () => following.trouble)
  console.log(JSON.stringify({ ready: true, url: explorer.url, pid: process.pid }))
  const stop = async () => {
    await explorer.close()
    await following.close()
    await index.close()
    process.exit(0)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
