import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ExplorerIndex } from '@huren/explorer-index'
import { createAccounts, startExplorer } from '@huren/explorer-server'
import type { Page } from 'playwright-core'
import tap, { type Test } from 'tap'
import { builtPages, ensureBuilt } from '../build.ts'
import { startBrowser } from '../testing/index.ts'
import { block, chosen, idOf, now, receiptOf, texts } from './vectors.ts'

tap.setTimeout(300_000)
await ensureBuilt()
const scratch = await mkdtemp(join(tmpdir(), 'huren-web-'))
const running = await startBrowser()
tap.teardown(async () => {
  await running.close()
  await rm(scratch, { recursive: true, force: true })
})

export const desktop = { width: 1280, height: 800 }
export const phone = { width: 390, height: 844 }

/** Serves receipts as a notary does, after `change`. */
const startNotary = async (t: Test, change: (receipt: string) => string) => {
  const byId = new Map<string, string>(chosen.map(({ name }) => [idOf(name), receiptOf(name)]))
  const server = createServer(({ url = '' }, response) => {
    const receipt = byId.get(url.split('/').at(-1) ?? '')
    response
      .writeHead(receipt ? 200 : 404, { 'content-type': 'application/json' })
      .end(change(receipt ?? '{}'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise((resolve) => server.close(resolve)))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export const openIndex = async () => {
  const dir = await mkdtemp(join(scratch, 'explorer-'))
  return { dir, index: await ExplorerIndex.open(dir) }
}

/** A server over an index, with an auditor's account. */
export const serve = async (t: Test, index: ExplorerIndex, dir: string, notary?: string) => {
  const [accounts, trust] = [join(dir, 'accounts.json'), join(dir, 'trust.json')]
  const [auditor] = await createAccounts(accounts, [{ account: 'auditor', name: '审计员', role: 'auditor' }])
  await writeFile(trust, texts[chosen[0]?.trust ?? 0] ?? '')
  const listen = { host: '127.0.0.1', port: 0 }
  const explorer = await startExplorer(
    {
      ...{ listen, dataDir: dir, web: builtPages, trust, signIn: { kind: 'trial', accounts } },
      ...(notary !== undefined && { notary }),
    },
    index,
  )
  t.teardown(async () => {
    await explorer.close()
    await index.close()
  })
  return { index, url: explorer.url, password: auditor?.password ?? '' }
}

/** A server over the chosen statements, a notary beside it that hands out their receipts. */
export const start = async (t: Test, change = (receipt: string) => receipt) => {
  const { index, dir } = await openIndex()
  await index.add([block()])
  return serve(t, index, dir, await startNotary(t, change))
}
/** A page whose every complaint and every request is kept. */
export const openPage = async (t: Test, url: string, size: { width: number; height: number }) => {
  const context = await running.browser.newContext({ viewport: size, locale: 'zh-CN' })
  t.teardown(() => context.close())
  const page = await context.newPage()
  await page.clock.setFixedTime(new Date(now))
  page.setDefaultTimeout(10_000)
  const complaints: string[] = []
  const elsewhere: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== url)
      elsewhere.push(request.url())
  })
  return { page, complaints, elsewhere }
}

export const signIn = async (page: Page, url: string, password: string) => {
  await page.goto(`${url}/sign-in`)
  await page.fill('[name=account]', 'auditor')
  await page.fill('[name=password]', password)
  await page.click('button')
  await page.waitForSelector('.figure')
}

export const picture = async (page: Page, name: string) => {
  const folder = process.env.HUREN_SCREENSHOTS
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
