import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import tap, { test } from 'tap'
import { huren, type Started, startHuren, workFolder } from '../testing/huren.ts'

tap.setTimeout(170_000)

const folder = await workFolder()
const data = folder.file('data')
let system = await startHuren(data)

/** Ledger and gateway; the rest is looked at in `whole.test.ts`. */
const alone = { HUREN_WITHOUT: 'notaries,explorer' }

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const gone = async ({ pids }: Started) => {
  for (let tries = 0; tries < 300 && Object.values(pids).some(isAlive); tries++) await delay(100)
  return !Object.values(pids).some(isAlive)
}
const ask = (path: string) => fetch(new URL(path, system.started.url))
const gatewayKey = async () => (await (await ask('/v1/gateway')).json()).id
const height = async () => (await (await ask('/readyz')).json()).ledger.height

test('the address opens a page for newcomers; nothing of it comes from elsewhere, each of its links works', async (t) => {
  const page = await ask('/')
  const html = await page.text()
  t.match(page.headers.get('content-security-policy'), /default-src 'none'/)
  t.notMatch(page.headers.get('content-security-policy'), /unsafe-inline/)
  t.match(html, /正在运行 <span lang="en">What is running/)
  t.notMatch(html, /<style|<script>|\son\w+=|\sstyle=/, 'nothing inline')
  const links = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link]) => link!)
  t.ok(links.length > 5)
  for (const link of new Set(links)) {
    t.notMatch(link, /^(https?:)?\/\//, `${link} is of this origin`)
    t.equal((await ask(link)).status, 200, link)
  }
})

test('a trial has a catalogue, a rule and reasons (FACT-7, EXCH-20), and their documents', async (t) => {
  t.equal((await (await ask('/v1/items')).json()).items.length, 10)
  t.equal((await (await ask('/v1/rules')).json()).version, 1)
  t.ok((await (await ask('/v1/reasons')).json()).reasons.includes('NR04'))
  t.ok((await stat(join(data, 'documents', 'catalogue.json'))).isFile())
})

test('the passphrases of a trial are for its owner only', async (t) => {
  for (const name of ['consensus1', 'consensus2', 'supervisor'])
    t.equal((await stat(join(data, 'organisations', name, 'passphrase'))).mode & 0o777, 0o600)
})

test('a second start on the same folder says who is there', async (t) => {
  const { code, stderr } = await huren(['start', '--data', data, '--listen', '127.0.0.1:0'], { env: alone })
  t.equal(code, 2)
  t.match(stderr, new RegExp(`already-running: .* 已在运行 .*${system.started.url} \\(pid \\d+\\)`))
})

test('a busy port, or none at all, is said with the setting to change', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const busy = await huren(['start', '--data', folder.file('other')], {
    env: { ...alone, HUREN_LISTEN: `127.0.0.1:${port}` },
  })
  t.match(busy, { code: 2, stderr: /port-unavailable.*已被占用 is in use.*HUREN_LISTEN/ })
  server.close()
  const malformed = await huren(['start', '--data', folder.file('other'), '--listen', 'here'])
  t.match(malformed, { code: 2, stderr: /address-malformed/ })
})

test('a part that cannot start says why, and nothing is left running', async (t) => {
  const env = { ...alone, HUREN_LOG_LEVEL: 'loud' }
  const { code, stderr } = await huren(['start', '--data', folder.file('loud'), '--listen', '127.0.0.1:0'], {
    env,
  })
  t.equal(code, 1)
  t.match(stderr, /start-failed: 网关 gateway 未能启动 did not start \(exit 1\): .*logLevel/)
  const again = await huren(['ledger', 'verify', '--data', folder.file('loud')])
  t.equal(again.code, 0, 'the store is free')
})

test('AGEN-7: nonsense is refused and stops nothing; a child that dies is soon back, and the operator hears of it', async (t) => {
  const key = await gatewayKey()
  for (const body of ['{"statements":', '[]', '\u0000'.repeat(1000), '{"payloadType":"x"}']) {
    const headers = { 'content-type': 'application/json' }
    const refused = await fetch(new URL('/v1/statements', system.started.url), {
      method: 'POST',
      headers,
      body,
    })
    t.match(await refused.json(), { code: /./, detail: /./ }, 'a warning that says what is wrong')
    t.ok(refused.status >= 400 && refused.status < 500)
  }
  t.equal((await ask('/readyz')).status, 200)
  process.kill(system.started.pids.gateway, 'SIGKILL')
  process.kill(system.started.pids.ledger, 'SIGKILL')
  let ready = false
  for (let tries = 0; tries < 300 && !ready; tries++) {
    ready = await ask('/readyz').then(
      ({ ok }) => ok,
      () => false,
    )
    if (!ready) await delay(200)
  }
  t.ok(ready)
  t.equal(await gatewayKey(), key)
  const said = system.messages.join('\n')
  t.match(said, /网关 gateway 意外退出，正在重启 .*SIGKILL/)
  t.match(said, /账本 ledger 已恢复 is back/)
})

test('Ctrl-C drains all of it; the next start resumes where it was', async (t) => {
  const [key, blocks, before] = [await gatewayKey(), await height(), system.started]
  t.equal(await system.stop('SIGINT'), 0)
  t.ok(await gone(before))
  const verified = await huren(['ledger', 'verify', '--data', data, '--json'])
  t.equal(verified.code, 0, verified.stderr)
  t.match(JSON.parse(verified.stdout), { blocks, firstBad: undefined })
  system = await startHuren(data, new URL(before.url).host)
  t.equal(system.started.url, before.url)
  t.equal(await gatewayKey(), key)
  t.equal(await height(), blocks, 'nothing is set up a second time')
})

test('when the parent is killed, its children end by themselves', async (t) => {
  await system.stop('SIGKILL')
  t.ok(await gone(system.started))
  system = await startHuren(data)
  t.equal(await system.stop('SIGTERM'), 0)
  await folder.remove()
})
