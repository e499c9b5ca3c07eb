import { parentPort, workerData } from 'node:worker_threads'
import { type ChunkJob, chunkWork } from './chunk.ts'

/** A thread of the audit: answers each chunk with its summary. */
const work = chunkWork(workerData)
let turn: Promise<unknown> = Promise.resolve()

parentPort?.on('message', (job: ChunkJob) => {
  turn = turn
    .then(() => work(job))
    .then(
      (summary) => parentPort?.postMessage({ summary }),
      (error: unknown) => parentPort?.postMessage({ error: String(error) }),
    )
})
