import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import { requireRunning, runningPid, start, stop } from './process.ts'

test('a service is known by its number and start time at every moment, from the first', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'huren-process-'))
  for (let index = 0; index < 20; index++) {
    const service = {
      name: `sleeper ${index}`,
      command: '/bin/sleep',
      args: ['60'],
      env: {},
      cwd: folder,
      log: join(folder, `${index}.log`),
      pidFile: join(folder, `${index}.pid`),
    }
    const pid = start(service)
    const until = Date.now() + 60
    while (Date.now() < until) {
      requireRunning(service)
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (start(service) !== pid) t.fail('started twice')
    if (index === 0) t.match(readFileSync(service.pidFile, 'utf8'), new RegExp(`^${pid} \\d+\n$`))
    if (!(await stop(service.pidFile))) t.fail('it ran')
    if (runningPid(service.pidFile)) t.fail('it runs on')
  }
  t.equal(runningPid(join(folder, 'none.pid')), undefined)
})
