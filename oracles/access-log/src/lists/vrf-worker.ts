/** Computes VRF outputs beside the thread that answers requests: one costs some milliseconds. */
import { parentPort, workerData } from 'node:worker_threads'
import { Vrf } from './vrf.ts'

const vrf = new Vrf(workerData)
parentPort?.on('message', ({ id, text }: { id: number; text: Uint8Array }) => {
  parentPort?.postMessage({ id, output: vrf.output(text) })
})
