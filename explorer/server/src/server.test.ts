import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ExplorerIndex } from '@huren/explorer-index'
import { type Test, test } from 'tap'
import { createAccounts, type ExplorerOptions, startExplorer } from './index.ts'
import { browser } from './testing/browser.ts'

const start = async (t: Test, options: Partial<ExplorerOptions> = {}) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-explorer-'))
  const accounts = join(dir, 'accounts.json')
  const people = await createAccounts(accounts, [
    { account: 'regulator', name: '监管员', role: 'regulator' },
    { account: 'auditor', name: '审计员', role: 'auditor' },
    { account: 'visitor', name: '访客', role: 'none' },
  ])
  await writeFile(join(dir, 'index.html'), '<link nonce="__NONCE__">')
  const index = await ExplorerIndex.open(dir)
  const explorer = await startExplorer(
    {
      listen: { host: '127.0.0.1', port: 0 },
      dataDir: dir,
      web: dir,
      signIn: { kind: 'trial', accounts },
      ...options,
    },
    index,
  )
  t.teardown(async () => {
    await explorer.close()
    await index.close()
    await rm(dir, { recursive: true, force: true })
  })
  const password = (account: string) => people.find((each) => each.account === account)?.password ?? ''
  const signedIn = async (account: string) => {
    const one = browser(explorer.url)
    await one.signIn(account, password(account))
    return one
  }
  return { explorer, password, signedIn }
}

const id = 'ab'.repeat(32)

test('PROV-4: nothing is read without a session; a wrong password is told so and begins none', async (t) => {
  const { explorer, signedIn } = await start(t)
  const one = browser(explorer.url)
  for (const path of [
    '/api/counts',
    '/api/statements',
    `/api/statements/${id}`,
    '/api/events',
    '/api/readings',
    '/api/me',
  ])
    t.equal((await one.send(path)).status, 401, path)
  const { response } = await one.signIn('regulator', 'wrong')
  t.equal(response.status, 401)
  t.match(await response.text(), /账号或密码不正确/)
  t.equal((await one.send('/api/me')).status, 401)
  const known = await signedIn('regulator')
  t.match(await (await known.send('/api/me')).json(), { account: 'regulator', role: 'regulator' })
  t.same(await (await known.send('/api/counts?by=type')).json(), { counts: [], more: false })
})

test('roles: who has none reads nothing; only the auditor sees who read what', async (t) => {
  const { signedIn } = await start(t)
  const [regulator, auditor, visitor] = await Promise.all(['regulator', 'auditor', 'visitor'].map(signedIn))
  t.equal((await visitor!.send('/api/statements')).status, 403)
  t.equal((await visitor!.send('/api/me')).status, 200)
  await regulator!.send('/api/statements?city=4401')
  t.equal((await regulator!.send(`/api/statements/${id}`)).status, 404)
  t.equal((await regulator!.send('/api/readings')).status, 403)
  const { rows } = (await (await auditor!.send('/api/readings')).json()) as { rows: object[] }
  t.match(rows, [
    { account: 'regulator', path: `/api/statements/${id}` },
    { account: 'regulator', path: '/api/statements?city=4401' },
  ])
})

test('sessions end: signed out, unused, too old', async (t) => {
  const { signedIn } = await start(t, { idle: 300 })
  const one = await signedIn('regulator')
  const stolen = new Map(one.jar)
  t.equal((await one.send('/sign-out', { method: 'POST' })).status, 204)
  const thief = [...stolen].map(([name, value]) => `${name}=${value}`).join('; ')
  t.equal((await one.send('/api/me', { headers: { cookie: thief } })).status, 401, 'not by its cookie either')
  const idle = await signedIn('regulator')
  t.equal((await idle.send('/api/me')).status, 200)
  await new Promise((resolve) => setTimeout(resolve, 400))
  t.equal((await idle.send('/api/me')).status, 401)
})

test('bad input is a problem with a sentence, and headers are strict on all of it', async (t) => {
  const { signedIn } = await start(t)
  const one = await signedIn('regulator')
  for (const path of [
    '/api/statements/%3Cscript%3E',
    '/api/statements?limit=100000',
    '/api/counts?by=patient',
    '/api/counts?from=yesterday',
    '/api/records/..%2f..%2f',
    '/api/transactions/1',
    '/api/receipts/1',
  ]) {
    const response = await one.send(path)
    t.ok([400, 404].includes(response.status), `${path}: ${response.status}`)
    t.match(response.headers.get('content-type'), /problem\+json/)
    t.notMatch(await response.text(), /<script/)
  }
  for (const path of ['/', '/api/me', '/nothing', '/sign-in/unknown']) {
    const response = await one.send(path)
    const policy = response.headers.get('content-security-policy') ?? ''
    t.match(policy, /default-src 'none'/, path)
    t.notMatch(policy, /unsafe/, path)
    t.equal(response.headers.get('x-content-type-options'), 'nosniff', path)
  }
  const [first, second] = await Promise.all([one.send('/'), one.send('/')])
  t.not(await first?.text(), await second?.text(), 'each page has a nonce of its own')
  t.match((await one.send('/api/indicators')).status, 200)
})
