import { readFile, stat, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import tap, { test } from 'tap'
import { huren, startHuren, workFolder } from '../testing/huren.ts'

tap.setTimeout(170_000)

const folder = await workFolder()
const data = folder.file('data')
const system = await startHuren(data, '127.0.0.1:0', '')
const { explorer, notaries, accessLog, pids } = system.started
const explorerUrl = explorer?.url ?? ''

const answers = async (url: string) =>
  fetch(url).then(
    ({ status }) => status,
    () => 0,
  )
const untilAnswers = async (url: string) => {
  for (let tries = 0; tries < 300 && (await answers(url)) !== 200; tries++) await delay(100)
  return answers(url)
}

test('everything is up; the page that is printed is the explorer, which asks who one is', async (t) => {
  const first = await fetch(explorerUrl, { redirect: 'manual' })
  t.equal(first.headers.get('location'), '/sign-in')
  const page = await (await fetch(`${explorerUrl}/patient`)).text()
  t.match(page, /<div id="root">/)
  const script = /src="([^"]+\.js)"/.exec(page)?.[1] ?? ''
  t.equal(await answers(new URL(script, explorerUrl).href), 200, 'its pages are built')
  const signIn = await fetch(`${explorerUrl}/sign-in`, { redirect: 'manual' })
  t.match(signIn.headers.get('location'), /\/oidc\/auth\?.*code_challenge_method=S256/)
  t.equal(await answers(`${explorerUrl}/api/statements`), 401)
  const about = await fetch(`${system.started.url}/v1/about`)
  t.match(await about.json(), { explorer: explorerUrl }, 'the gateway’s page leads there')
})

test('first passwords are for the operator alone, and only their hashes are kept for signing in', async (t) => {
  const passwords = explorer?.passwords ?? ''
  t.equal((await stat(passwords)).mode & 0o777, 0o600)
  const accounts: { account: string; password: string }[] = JSON.parse(await readFile(passwords, 'utf8'))
  const made = accounts.map(({ account }) => account)
  for (const account of ['regulator', 'auditor', 'hospital', 'city', 'patient', 'relative'])
    t.ok(made.includes(account), account)
  const kept = await readFile(folder.file('data/explorer/accounts.json'), 'utf8')
  for (const { password } of accounts) t.notMatch(kept, password)
})

test('three notaries agree on one log; a receipt of a first statement verifies with the trust file', async (t) => {
  const [, , supervisor = ''] = notaries?.urls ?? []
  t.equal(notaries?.urls.length, 3)
  for (const url of notaries?.urls ?? []) t.equal(await untilAnswers(`${url}/checkpoint.witnessed`), 200)
  const answer = await fetch(`${system.started.url}/v1/items`)
  const { items } = (await answer.json()) as { items: { id?: string; statement?: string }[] }
  const id = items[0]?.statement ?? items[0]?.id ?? ''
  t.equal(await untilAnswers(`${supervisor}/receipts/${id}`), 200)
  const receipt = folder.file('item.receipt')
  t.match(await huren(['receipt', 'get', id, '--notary', supervisor, '--out', receipt]), { code: 0 })
  t.match(await huren(['receipt', 'verify', receipt, '--trust', notaries?.trust ?? '']), { code: 0 })
  const text = await readFile(receipt, 'utf8')
  await writeFile(receipt, text.replace('committed', 'duplicate'))
  t.match(await huren(['receipt', 'verify', receipt, '--trust', notaries?.trust ?? '']), {
    code: 1,
    stdout: /inclusion-invalid/,
  })
})

test('PAT-8: the imaging cloud’s access log is up: an access, its receipt, verified with the trust file', async (t) => {
  const { url = '', tokenFile = '' } = accessLog ?? {}
  t.equal((await stat(tokenFile)).mode & 0o777, 0o600)
  const [uuid, hash] = ['00000000-0000-4000-8000-000000000001', 'ab'.repeat(32)]
  const event = {
    event: uuid,
    at: new Date().toISOString(),
    institution: 'GD-4403-00007',
    user: hash,
    consent: uuid,
    subject: hash,
    study: hash,
    action: 'view',
  }
  const [looks, receipt] = [folder.file('looks.jsonl'), folder.file('look.receipt')]
  await writeFile(looks, `${JSON.stringify({ event, patient: 'a person' })}\n`)
  const service = ['--url', url, '--token-file', tokenFile]
  t.match(await huren(['access', 'append', looks, ...service]), { code: 0, stdout: /1 appended/ })
  const fetched = () => huren(['access', 'receipt', uuid, '--out', receipt, ...service])
  let got = await fetched()
  for (let tries = 0; tries < 40 && got.code !== 0; tries++) got = await delay(250).then(fetched)
  t.equal(got.code, 0, got.stderr)
  const verified = await huren(['access', 'verify', receipt, '--trust', notaries?.trust ?? ''])
  t.match(verified, { code: 0, stdout: /\[valid\]/ })
})

test('an explorer or notary that dies is started again at its place, and the operator hears of it', async (t) => {
  const [notary = ''] = notaries?.urls ?? []
  for (const pid of [pids.explorer, pids.notaries]) process.kill(pid ?? 0, 'SIGKILL')
  await delay(300)
  t.equal(await untilAnswers(`${explorerUrl}/healthz`), 200)
  t.equal(await untilAnswers(`${notary}/checkpoint`), 200)
  t.match(system.messages.join('\n'), /浏览器 explorer 意外退出，正在重启 .*SIGKILL/)
})

test('Ctrl-C stops all of it; a part that nobody knows is told so', async (t) => {
  t.equal(await system.stop('SIGINT'), 0)
  for (const url of [explorerUrl, system.started.url, accessLog?.url ?? '', ...(notaries?.urls ?? [])])
    t.equal(await answers(url), 0)
  t.match(await huren(['start', '--data', data, '--without', 'ledger']), { code: 2, stderr: /part-unknown/ })
  await folder.remove()
})
