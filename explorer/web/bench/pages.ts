import type { Browser, BrowserContext, Page } from 'playwright-core'
import { startBrowser } from '../testing/browser.ts'
import { chinaDay } from './questions.ts'
import { type Spread, spreadOf } from './spread.ts'

interface Place {
  /** What follows `#/`; `@` is another number each time, so that no answer is a kept one. */
  readonly place: string
  /** What is on the page when the data have come. */
  readonly shown: string
}

/** What is in the index. */
export interface Known {
  readonly statement: string
  readonly institution: string
  readonly block: number
}

const row = '.ant-table-row'
const period = `from=${chinaDay(29)}&to=${chinaDay(0)}`

/** Lists, and what is behind a number, as the regulator's door has them. */
const placesOf = ({ statement, institution, block }: Known): Readonly<Record<string, Place>> => ({
  'list of statements': { place: 'statements?limit=@', shown: row },
  'behind an indicator': {
    place: `statements?${period}&type=decision&outcome=recognised&limit=@`,
    shown: row,
  },
  'behind a city’s number': { place: 'statements?type=decision&city=4405&limit=@', shown: row },
  'behind an institution’s number': { place: `statements?institution=${institution}&limit=@`, shown: row },
  'behind the refusals': { place: 'statements?result=refused&limit=@', shown: row },
  'one statement': { place: `statement/${statement}`, shown: '[data-proof]' },
  'invalid transactions': { place: 'transactions?validation=MVCC_READ_CONFLICT&limit=@', shown: row },
  'a block': { place: `block/${block}`, shown: row },
})

/** Goes there from an empty place and waits until the data have been drawn. @returns milliseconds, in the browser */
const visit = (page: Page, { place, shown }: Place): Promise<number> =>
  page.evaluate(
    async ([target, selector]) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      const until = async (what: string, met: () => boolean) => {
        const latest = performance.now() + 20_000
        while (!met()) {
          if (performance.now() > latest) throw new Error(`${target}: ${selector} did not ${what}`)
          await frame()
        }
      }
      const there = () => document.querySelector(selector) !== null
      location.hash = '#/nowhere'
      await until('go', () => !there())
      const before = performance.now()
      location.hash = `#/${target}`
      await until('come', () => there() && !document.querySelector('.ant-spin-spinning'))
      await frame()
      return performance.now() - before
    },
    [place, shown] as const,
  )

/** Opens the door for the first time in a browser without a cache. @returns milliseconds until its figures are there */
const openFirst = async (browser: Browser, url: string, signedIn: BrowserContext): Promise<number> => {
  const context = await browser.newContext({
    locale: 'zh-CN',
    storageState: await signedIn.storageState(),
  })
  const page = await context.newPage()
  await page.goto(url)
  await page.waitForSelector('.figure')
  const usable = await page.evaluate(() => performance.now())
  await context.close()
  return usable
}

/** The first page of the regulator's door, and places in it, in a real browser, each so many times. */
export const visitPages = async (
  url: string,
  person: { account: string; password: string },
  known: Known,
  times: number,
): Promise<{ first: Spread; results: Record<string, Spread> }> => {
  const { browser, close } = await startBrowser()
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    await page.goto(`${url}/sign-in`)
    await page.fill('[name=account]', person.account)
    await page.fill('[name=password]', person.password)
    await page.click('button')
    await page.waitForSelector('.figure')
    const results: Record<string, Spread> = {}
    const first: number[] = []
    for (let i = 0; i < times; i++) first.push(await openFirst(browser, url, context))
    for (const [name, { place, shown }] of Object.entries(placesOf(known))) {
      const taken: number[] = []
      for (let i = 0; i < times; i++) {
        const number = String(21 + i)
        taken.push(await visit(page, { place: place.replaceAll('@', number), shown }))
      }
      results[name] = spreadOf(taken)
    }
    return { first: spreadOf(first), results }
  } finally {
    await close()
  }
}
