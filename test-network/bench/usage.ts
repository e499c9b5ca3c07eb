/** `node --import usage.ts …`: leaves in the file HUREN_BENCH_USAGE what the process has used, when it ends. */
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const file = process.env.HUREN_BENCH_USAGE
if (isMainThread && file)
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    const usage = { processorSeconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }
    writeFileSync(file, JSON.stringify(usage))
  })
