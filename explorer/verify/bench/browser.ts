import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import packed from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import { build } from 'vite'
import { summary } from './timings.ts'
import { firstReceipts, now, trust, workloads } from './workload.ts'

declare global {
  var timings: (receipts: readonly string[], trust: string, now: number) => Promise<number[][]>
}

/** The verifier as a page would carry it. */
const bundle = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: join(import.meta.dirname, 'page.ts'), formats: ['iife'], name: 'bench' },
    },
  })
  const [first] = [built].flat()
  if (!first || !('output' in first)) throw new Error('nothing was built')
  return first.output[0].code
}

/** Served on localhost: elsewhere a page without TLS has no Web Crypto. */
const serve = async (script: string) => {
  const server = createServer((_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(`<!doctype html><script>${script.replaceAll('</script', '<\\/script')}</script>`),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://localhost:${port}`, close: () => server.close() }
}

const launch = async () =>
  chromium.launch({
    executablePath: process.env.HUREN_BROWSER ?? (await packed.executablePath()),
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu'],
  })

/** Verifies receipts in a page of its own. */
const verify = async (browser: Browser, url: string, receipts: readonly string[]) => {
  const page = await browser.newPage()
  await page.goto(url)
  const times = await page.evaluate(([list, trust, now]) => globalThis.timings(list, trust, now), [
    receipts,
    trust,
    now,
  ] as const)
  await page.close()
  return times
}

const browsers = 5

/** The first verification of a browser that has just been started: median of several. */
const first = async (url: string, receipts: readonly string[]): Promise<number> => {
  const times: number[] = []
  for (let n = 0; n < browsers; n++) {
    const browser = await launch()
    try {
      times.push((await verify(browser, url, receipts))[0]?.[0] ?? Number.NaN)
    } finally {
      await browser.close()
    }
  }
  return Math.round(times.sort((a, b) => a - b)[Math.floor(browsers / 2)] ?? Number.NaN)
}

/** The same receipts in a packed Chromium: the first verification, when nothing is compiled yet, and the later ones. */
export const benchBrowser = async (count: number, warmUp: number) => {
  const { url, close } = await serve(await bundle())
  try {
    const firsts = []
    for (const { algorithm, receipts } of firstReceipts())
      firsts.push({ name: algorithm, milliseconds: await first(url, receipts) })
    const browser = await launch()
    try {
      const rows = []
      for (const { name, receipts } of workloads(count))
        rows.push({ name, ...summary(await verify(browser, url, receipts), 0, warmUp) })
      return { version: browser.version(), first: firsts, rows }
    } finally {
      await browser.close()
    }
  } finally {
    close()
  }
}
