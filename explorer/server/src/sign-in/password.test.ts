import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ExplorerIndex } from '@huren/explorer-index'
import { test } from 'tap'
import { createAccounts, startExplorer } from '../index.ts'
import { browser } from '../testing/browser.ts'

test('CHAIN-41: whoever has an account changes its password; the old one and its sessions are over', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-password-'))
  const accounts = join(dir, 'accounts.json')
  const [made] = await createAccounts(accounts, [{ account: 'regulator', name: '监管员', role: 'regulator' }])
  const index = await ExplorerIndex.open(dir)
  const listen = { host: '127.0.0.1', port: 0 }
  const options = { listen, dataDir: dir, web: dir, signIn: { kind: 'trial', accounts } } as const
  let explorer = await startExplorer(options, index)
  t.teardown(async () => {
    await explorer.close()
    await index.close()
    await rm(dir, { recursive: true, force: true })
  })
  const old = made?.password ?? ''
  const next = '新的密码 a new password'
  const signedIn = async (password: string) => {
    const one = browser(explorer.url)
    await one.signIn('regulator', password)
    return { one, works: (await one.send('/api/me')).status === 200 }
  }
  const change = (fields: Record<string, string>, headers = {}) =>
    fetch(`${explorer.url}/password`, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: new URLSearchParams({ account: 'regulator', password: old, next, again: next, ...fields }),
    })
  const page = await fetch(`${explorer.url}/password`)
  t.match(await page.text(), /更改密码/)
  t.notMatch(page.headers.get('content-security-policy'), /unsafe/)
  const before = await signedIn(old)
  t.ok(before.works)
  for (const [fields, status] of [
    [{ again: 'another password' }, 422],
    [{ next: 'short', again: 'short' }, 422],
    [{ next: 'x'.repeat(201), again: 'x'.repeat(201) }, 422],
    [{ next: old, again: old }, 422],
    [{ password: 'wrong' }, 401],
    [{ account: '<script>' }, 401],
  ] as const) {
    const refused = await change(fields)
    t.equal(refused.status, status, JSON.stringify(fields).slice(0, 40))
    t.match(await refused.text(), /role="alert"/)
  }
  t.equal((await change({}, { 'sec-fetch-site': 'cross-site' })).status, 403)
  t.equal((await change({})).status, 302)
  t.equal((await before.one.send('/api/me')).status, 401, 'the open session is over')
  t.notOk((await signedIn(old)).works)
  t.ok((await signedIn(next)).works)
  t.equal((await stat(accounts)).mode & 0o777, 0o600)
  t.notMatch(await readFile(accounts, 'utf8'), next)
  await explorer.close()
  explorer = await startExplorer(options, index)
  t.ok((await signedIn(next)).works, 'after a restart too')
})

test('guesses on both forms count together', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-guesses-'))
  const accounts = join(dir, 'accounts.json')
  const [made] = await createAccounts(accounts, [{ account: 'regulator', name: '监管员', role: 'regulator' }])
  const index = await ExplorerIndex.open(dir)
  const listen = { host: '127.0.0.1', port: 0 }
  const explorer = await startExplorer(
    { listen, dataDir: dir, web: dir, signIn: { kind: 'trial', accounts } },
    index,
  )
  t.teardown(async () => {
    await explorer.close()
    await index.close()
    await rm(dir, { recursive: true, force: true })
  })
  const guess = (password: string) =>
    fetch(`${explorer.url}/password`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        account: 'regulator',
        password,
        next: 'a good password',
        again: 'a good password',
      }),
    })
  for (let i = 0; i < 10; i++) await guess(`guess ${i}`)
  t.equal((await guess(made?.password ?? '')).status, 429, 'the right one, too late')
  const { response } = await browser(explorer.url).signIn('regulator', made?.password ?? '')
  t.equal(response.status, 429)
})
