import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadConsortium } from '@huren/crypto-config'
import { createAccounts } from '@huren/explorer-server'
import { builtPages } from '@huren/explorer-web/build'
import { test } from 'tap'
import { untilReady } from '../../dev-env/system.ts'
import { Desk } from '../desk.ts'
import { browser, desk, folder, system } from './stage.ts'

const main = join(dirname(fileURLToPath(import.meta.resolve('@huren/explorer-server'))), 'main.ts')
const data = join(folder.path, 'second-site')
const passwords = join(data, 'passwords.json')

/** What another organisation's explorer is told: the ledger, who it is there, and nothing of the first explorer. */
const settings = async () => {
  const [first, second] = await loadConsortium(system.folders.consortium)
  if (!first || !second) throw new Error('there are three organisations')
  const user = await second.member('user', 'gateway')
  const files = {
    HUREN_LEDGER_TLS_CERT: [join(data, 'tls.pem'), first.tlsCaCertificate],
    HUREN_IDENTITY_CERT: [join(data, 'user.pem'), user.certificate],
    HUREN_IDENTITY_KEY: [join(data, 'user.key'), user.privateKey],
  } as const
  for (const [path, text] of Object.values(files)) await writeFile(path, text, { mode: 0o600 })
  const accounts = join(data, 'accounts.json')
  await writeFile(
    passwords,
    JSON.stringify(
      await createAccounts(accounts, [{ account: 'other', name: '另一监管员', role: 'regulator' }]),
    ),
  )
  return {
    ...Object.fromEntries(Object.entries(files).map(([name, [path]]) => [name, path])),
    HUREN_EXPLORER_LISTEN: '127.0.0.1:0',
    HUREN_EXPLORER_DATA: data,
    HUREN_EXPLORER_WEB: builtPages,
    HUREN_EXPLORER_ACCOUNTS: accounts,
    HUREN_LEDGER: system.ledger,
    HUREN_MSP_ID: second.mspId,
  }
}

/** Questions whose answers come from the index, in every dimension that an overview shows. */
const questions = [
  ...[
    'type',
    'outcome',
    'reason',
    'item',
    'institution',
    'signer',
    'day',
    'hour',
    'moment',
    'delay',
    'code',
  ].map((by) => `/api/counts?by=${by}&by=result&limit=5000`),
  '/api/statements?limit=200',
  '/api/transactions?limit=200',
  '/api/blocks?limit=200',
  '/api/institutions?limit=200',
  '/api/keys?limit=200',
  '/api/certificates',
  '/api/channel',
]
const answersOf = async (at: Desk) =>
  Object.fromEntries(await Promise.all(questions.map(async (path) => [path, (await at.get(path)).body])))

/** The other site's explorer with somebody at it, for as long as `look` takes. */
const atOtherSite = async (env: Record<string, string>, look: (other: Desk) => Promise<void>) => {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  try {
    const { url } = await untilReady<{ url: string }>(child)
    const other = await Desk.signedIn(browser, { explorer: { url, passwords } }, 'other')
    const height = JSON.parse((await desk.get('/api/blocks?limit=1')).body).height
    await other.page.waitForSelector(`footer:has-text("账本 ${height} 个区块")`)
    await look(other)
    await other.page.context().close()
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

test('another site has the same index from its own reading of the ledger, and again when it is made anew from block 0', async (t) => {
  await mkdir(data, { recursive: true })
  const env = await settings()
  const expected = await answersOf(desk)
  t.ok(JSON.parse(expected['/api/blocks?limit=200'] ?? '').rows.length > 20)
  await atOtherSite(env, async (other) => {
    t.same(await answersOf(other), expected, 'replicated')
    const figure = '[data-indicator=reports]'
    await desk.go('', figure)
    t.equal(await other.text(figure), await desk.text(figure), 'in the browser too')
  })
  await rm(join(data, 'index'), { recursive: true })
  await atOtherSite(env, async (other) => {
    t.same(await answersOf(other), expected, 'thrown away and made again')
  })
})
