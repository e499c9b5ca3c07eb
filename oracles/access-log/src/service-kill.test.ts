import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import tap, { test } from 'tap'
import { loadLogKeys } from './keys.ts'
import { AccessLog } from './log.ts'
import { newReport } from './testing/events.ts'
import { caller, newSettings, spawnService, tokens } from './testing/service.ts'

tap.setTimeout(150_000)
const kills = Number(process.env.KILLS ?? 2)

test(
  'EXCH-9: kill -9 of the service loses nothing that it acknowledged, and keeps nothing twice',
  { timeout: 120_000 },
  async (t) => {
    const { settings, remove } = await newSettings()
    t.teardown(remove)
    const acknowledged = new Map<string, number>()
    for (let kill = 0; kill < kills; kill++) {
      const { child, url } = await spawnService(settings)
      const call = caller(url)
      let alive = true
      const send = async () => {
        while (alive) {
          const events = Array.from({ length: 50 }, (_, n) => newReport(n))
          const { body } = await call('POST', '/v1/events', tokens.append, { events }).catch(() => ({
            body: {},
          }))
          for (const [i, { index }] of (body.results ?? []).entries())
            if (index !== undefined) acknowledged.set(events[i]?.event.event ?? '', index)
        }
      }
      const senders = [send(), send(), send()]
      const before = acknowledged.size
      while (acknowledged.size === before) await pause(20)
      await pause(Math.random() * 400)
      alive = false
      child.kill('SIGKILL')
      await once(child, 'exit')
      await Promise.all(senders)
    }
    const passphrase = (await readFile(settings.passphraseFile, 'utf8')).trim()
    const { lists } = await loadLogKeys(settings.keysDir, passphrase)
    const log = await AccessLog.open({ dataDir: join(settings.dataDir, 'log'), seed: lists })
    await log.verify()
    const wrong: string[] = []
    for (const [event, index] of acknowledged) if ((await log.indexOf(event)) !== index) wrong.push(event)
    t.same(wrong, [], `${acknowledged.size} acknowledged events are where they were said to be`)
    const ids = await Promise.all(
      Array.from({ length: log.size }, async (_, index) => (await log.eventAt(index))?.event),
    )
    t.equal(new Set(ids).size, log.size, `${log.size} entries, each once`)
    t.ok(acknowledged.size > 0)
    const person = await log.label({ kind: 'patient', name: 'patient 3' })
    t.equal((await log.listed(person, log.size)).length, ids.length / 10, 'the lists are whole')
    await log.close()
  },
)
