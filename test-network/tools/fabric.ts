/** `npm run test:fabric`: every test that brings up a real Fabric network, one after another. */
import { spawn } from 'node:child_process'
import { fabricMissing } from '@huren/fabric-network/testing'
import { filesByNeed } from './files.ts'

const missing = await fabricMissing()
if (missing) console.log(missing)
const named = process.argv.slice(2)
const files = named.length > 0 ? named : filesByNeed().fabric
spawn('tap', ['run', '--jobs=1', '--timeout=900', ...files], { stdio: 'inherit' }).on('close', (code) => {
  process.exitCode = code ?? 1
})
