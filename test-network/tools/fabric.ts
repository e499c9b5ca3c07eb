/** `npm run test:fabric [files] [-- options of tap]`: every test that brings up a real Fabric network, one after another. */
import { spawn } from 'node:child_process'
import { fabricMissing } from '@huren/fabric-network/testing'
import { filesByNeed } from './files.ts'

const missing = await fabricMissing()
if (missing) console.log(missing)
const told = process.argv.slice(2)
const options = told.filter((word) => word.startsWith('-'))
const named = told.filter((word) => !word.startsWith('-'))
const files = named.length > 0 ? named : filesByNeed().fabric
spawn('tap', ['run', '--jobs=1', '--timeout=1800', ...options, ...files], { stdio: 'inherit' }).on(
  'close',
  (code) => {
    process.exitCode = code ?? 1
  },
)
