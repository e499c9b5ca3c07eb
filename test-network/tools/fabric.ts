/** `npm run test:fabric [-- FILE…]`: every test that brings up a real Fabric network, one after another. */
import { fabricMissing } from '@huren/fabric-network/testing'
import { filesByNeed } from './files.ts'
import { keepCompiled, sum, tell } from './report.ts'
import { runFiles } from './run-files.ts'

const missing = await fabricMissing()
if (missing) console.log(missing)
keepCompiled()
const named = process.argv.slice(2)
const files = named.length > 0 ? named : filesByNeed().fabric
process.exitCode = sum(await runFiles(files, { jobs: 1, timeout: 1800 }, tell))
