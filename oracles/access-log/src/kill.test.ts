import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { parseAccessEntry } from '@huren/records'
import tap, { test } from 'tap'
import { AccessLog } from './log.ts'
import { testSeed } from './testing/events.ts'
import { verifyConsistency } from './tree/verify.ts'

tap.setTimeout(120_000)

type Said = { index: number; event: string } | { size: number; root: string }

const writer = join(import.meta.dirname, 'testing/writer.ts')
const kills = Number(process.env.KILLS ?? 3)

/** Lets a process append for a while and kills it. @returns what it had said that is done */
const writeUntilKilled = async (dataDir: string): Promise<Said[]> => {
  const child = spawn(process.execPath, [writer, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said: Said[] = []
  const { promise: begun, resolve: begins } = Promise.withResolvers<void>()
  const lines = createInterface(child.stdout).on('line', (line) => {
    if (!line.endsWith('}')) return
    said.push(JSON.parse(line))
    begins()
  })
  const ended = new Promise<void>((resolve) => lines.on('close', () => resolve()))
  await begun
  await pause(50 + Math.random() * 300)
  child.kill('SIGKILL')
  await ended
  return said
}

const idOf = async (log: AccessLog, index: number) =>
  parseAccessEntry((await log.opened(index))?.bytes ?? new Uint8Array()).event?.event

test('EXCH-9: killed while it writes, the log keeps what it acknowledged, once, and extends what it showed', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'access-log-'))
  t.teardown(() => rm(dataDir, { recursive: true }))
  const said: Said[] = []
  for (let kill = 0; kill < kills; kill++) {
    said.push(...(await writeUntilKilled(dataDir)))
    const log = await AccessLog.open({ dataDir, seed: testSeed })
    await log.verify()
    const ids = await Promise.all(Array.from({ length: log.size }, (_, i) => idOf(log, i)))
    t.equal(new Set(ids).size, log.size, `${log.size} entries, each once`)
    const acknowledged = said.filter((line) => 'event' in line)
    t.same(
      acknowledged.filter(({ index, event }) => ids[index] !== event),
      [],
      `${acknowledged.length} acknowledged events are where they were said to be`,
    )
    for (const line of said.filter((line) => 'root' in line)) {
      const proof = await log.consistencyProof(line.size)
      const extended = verifyConsistency(
        line.size,
        Buffer.from(line.root, 'hex'),
        log.size,
        await log.root(),
        proof,
      )
      if (!extended) t.fail(`the log does not extend its tree of ${line.size}`)
    }
    await log.close()
  }
})
