import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { recordTypes } from '@huren/records'
import { test } from 'tap'
import type { Call } from './testing/ledger.ts'
import { everyStatement } from './testing/scenario.ts'

const replay = join(import.meta.dirname, 'testing', 'replay.ts')

/** Environments in which peers might run: time zones, languages, cold and warm processes, small heaps. */
const environments: Record<string, { args: string[]; env: Record<string, string> }> = {
  'cold, UTC, C': { args: ['cold'], env: { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' } },
  'warm, Shanghai, Chinese': { args: ['warm'], env: { TZ: 'Asia/Shanghai', LANG: 'zh_CN.UTF-8' } },
  'cold, St John’s, Turkish': {
    args: ['cold'],
    env: { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', NODE_ENV: 'production' },
  },
}

const endorse = async (
  calls: readonly Call[],
  { args, env }: { args: string[]; env: Record<string, string> },
) => {
  const child = spawn(process.execPath, [replay, ...args], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(calls))
  return text(child.stdout)
}

test('every endorser writes the same bytes, wherever it runs and whatever it has seen', async (t) => {
  const calls = await everyStatement()
  const names = calls.flatMap(({ args }) => args).join('\n')
  for (const { name } of recordTypes)
    t.ok(names.includes(`vnd.huren.${name}.v1`), `the scenario states a ${name}`)
  const answers: string[] = []
  for (const [name, environment] of Object.entries(environments)) {
    answers.push(await endorse(calls, environment))
    t.equal(answers.at(-1), answers[0], name)
  }
  const endorsements = JSON.parse(answers[0] ?? '[]')
  t.equal(endorsements.length, calls.length)
  for (const [position, endorsement] of endorsements.entries()) {
    t.equal(endorsement.status, 200, `call ${position}`)
    t.ok(endorsement.writes.length > 0, `call ${position} writes`)
  }
})
