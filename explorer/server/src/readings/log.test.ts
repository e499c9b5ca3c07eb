import type { Request, ResponseToolkit } from '@hapi/hapi'
import { test } from 'tap'
import { readingLog } from './log.ts'
import type { Reading } from './readings.ts'

const h = { continue: Symbol('continue') }
const asking = (path: string, app: object, account = 'one', method = 'get') => ({
  path,
  method,
  url: { search: '?a=1' },
  payload: { by: ['city'] },
  auth: { isAuthenticated: true, credentials: { user: { account, role: 'regulator' } } },
  route: { settings: { app } },
})

test('PROV-4: a record each time, a count once in ten minutes for each account, a disk that fails lets nobody read', async (t) => {
  const written: Reading[] = []
  const log = readingLog({ write: async (reading) => void written.push(reading) })
  const ask = (now: number, ...request: Parameters<typeof asking>) =>
    // as much of a request as is looked at
    log(asking(...request) as object as Request, h as object as ResponseToolkit, now)
  const minute = 60_000
  for (const now of [1, 2]) await ask(now, '/api/statements/x', { logged: true })
  t.equal(written.length, 2)
  for (const now of [0, 5, 9, 10, 19, 20]) await ask((now + 60) * minute, '/api/counts', {})
  t.equal(written.length, 5, 'at 0, 10 and 20 minutes')
  await ask(61 * minute, '/api/counts', {}, 'two')
  t.equal(written.length, 6, 'somebody else')
  await ask(61 * minute, '/api/me', { unlogged: true })
  await ask(61 * minute, '/api/rules/x', {}, 'one', 'put')
  t.equal(written.length, 6, 'a change is kept elsewhere')
  await ask(61 * minute, '/api/report-table', { asksInBody: true }, 'one', 'post')
  t.match(written.at(-1), { path: '/api/report-table?a=1 {"by":["city"]}' })
  const broken = readingLog({ write: () => Promise.reject(new Error('disk')) })
  const again = () =>
    broken(asking('/api/counts', {}) as object as Request, h as object as ResponseToolkit, 61 * minute)
  await t.rejects(again(), /disk/)
  await t.rejects(again(), /disk/, 'what was not written is not taken for written')
})
