/** `node first.ts FILE [openssl]`: the first verification of a process, in milliseconds. */
import { readFileSync } from 'node:fs'
import { useNodeCrypto } from '../node/index.ts'
import { timings } from './timings.ts'

if (process.argv[3] === 'openssl') useNodeCrypto()
const { receipt, trust, now } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
console.log(
  JSON.stringify({
    milliseconds: (await timings([receipt], trust, now))[0]?.[0],
    sinceStart: performance.now(),
  }),
)
