import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import packed from '@sparticuz/chromium'
import { chromium } from 'playwright-core'
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

/** The same receipts in a packed Chromium: a page's first verification, and the later ones. */
export const benchBrowser = async (count: number, warmUp: number) => {
  const site = await serve(await bundle())
  const browser = await chromium.launch({
    executablePath: process.env.HUREN_BROWSER ?? (await packed.executablePath()),
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu'],
  })
  try {
    const verify = async (receipts: readonly string[]) => {
      const page = await browser.newPage()
      await page.goto(site.url)
      const times = await page.evaluate(([list, trust, now]) => globalThis.timings(list, trust, now), [
        receipts,
        trust,
        now,
      ] as const)
      await page.close()
      return times
    }
    const first = []
    for (const { algorithm, receipts } of firstReceipts())
      first.push({
        name: algorithm,
        milliseconds: Math.round((await verify(receipts))[0]?.[0] ?? Number.NaN),
      })
    const rows = []
    for (const { name, receipts } of workloads(count))
      rows.push({ name, ...summary(await verify(receipts), 0, warmUp) })
    return { version: browser.version(), first, rows }
  } finally {
    await browser.close()
    site.close()
  }
}
