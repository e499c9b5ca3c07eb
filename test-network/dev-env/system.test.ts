import { spawn } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import tap, { test } from 'tap'
import { startSystem, temporaryFolder, untilReady } from './system.ts'

tap.setTimeout(170_000)

const saying = (program: string) =>
  spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'pipe'] })

test('a program that prints something else than it should is ended', async (t) => {
  const child = saying("console.error('a hint'); console.log('hello'); setInterval(() => {}, 1000)")
  await t.rejects(untilReady(child), /not valid JSON[\s\S]*/)
  t.equal(child.signalCode, 'SIGTERM')
})

test('a program that ends before it is ready is not waited for', async (t) => {
  const started = Date.now()
  const child = saying("console.error('no room'); process.exitCode = 7")
  await t.rejects(untilReady(child), /ended with 7.*no room/s)
  t.ok(Date.now() - started < 60_000)
})

test('a start that fails half-way leaves nothing running, and the next start succeeds', async (t) => {
  const folder = await temporaryFolder()
  t.teardown(folder.remove)
  const inTheWay = join(folder.path, 'gateway/store')
  await mkdir(dirname(inTheWay))
  await writeFile(inTheWay, 'a file where the gateway needs a folder')
  await t.rejects(startSystem({ data: folder.path }), /huren start did not come up[\s\S]*网关 gateway/)
  await rm(inTheWay)
  const system = await startSystem({ data: folder.path })
  t.ok(system.pids.ledger, 'the ledger, which had come up the first time, had let go of its store')
  await system.stop()
})
