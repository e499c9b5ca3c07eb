/**
 * `npm test`: lint, type check, then every test file; closes with one line of counts. `npm test -- FILE…` runs some files.
 * Exit code 0 only when all of it passed.
 */
import { spawn } from 'node:child_process'
import { ensureBuilt } from '@huren/explorer-web/build'
import { fabricMissing } from '@huren/fabric-network/testing'
import { startShared } from '../dev-env/shared.ts'
import { filesByNeed } from './files.ts'
import { keepCompiled, sum, tell } from './report.ts'
import { type FileResult, runFiles } from './run-files.ts'

const run = (command: string, args: string[]) =>
  new Promise<number>((resolve) =>
    spawn(command, args, { stdio: 'inherit' }).on('close', (code) => resolve(code ?? 1)),
  )

// what the browser tests open is built meanwhile, once for all of them
const [linted, checked] = await Promise.all([
  run('biome', ['check', '.']),
  run('tsc', ['-p', '.']),
  ensureBuilt(),
])
if (linted !== 0 || checked !== 0) process.exit(1)

const usual = { jobs: 2, timeout: 180 }
const onFabric = { jobs: 1, timeout: 900 }

/**
 * Tests on real Fabric come last, one network at a time, and only those that are in every run: all of them are `npm run
 * test:fabric`. Without Fabric they say that they are skipped.
 */
const runAll = async (): Promise<FileResult[]> => {
  const { fabric, fabricInEveryRun, inTurns, others: alone } = filesByNeed()
  const others = [{ files: inTurns, start: startShared }, ...alone]
  if (await fabricMissing()) return runFiles([...others, ...fabric], usual, tell)
  const results = await runFiles(others, usual, tell)
  console.log(`${fabricInEveryRun.length} of ${fabric.length} test files on Fabric; all: npm run test:fabric`)
  return [...results, ...(await runFiles(fabricInEveryRun, onFabric, tell))]
}

keepCompiled()
const named = process.argv.slice(2)
process.exitCode = sum(named.length > 0 ? await runFiles(named, usual, tell) : await runAll())
