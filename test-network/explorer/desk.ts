import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { seriousViolations } from '@huren/explorer-web/testing'
import type { Browser, Page } from 'playwright-core'
import type { RunningSystem } from '../dev-env/system.ts'

const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const
/** A wall screen of four times Full HD. */
export const wallScreen = { width: 3840, height: 2160 } as const

/** Somebody of an office at a browser of their own; everything that the pages complain of is kept. */
export class Desk {
  readonly page: Page
  readonly url: string
  readonly complaints: string[] = []
  readonly elsewhere: string[] = []
  readonly door: string

  constructor(page: Page, url: string, door: string) {
    this.page = page
    this.url = url
    this.door = door
    page.setDefaultTimeout(20_000)
    page.on('console', (message) => {
      // a receipt that is not there yet is asked for again: the browser notes each answer
      const isWaiting = message.location().url.includes('/receipts/')
      if (message.type() === 'error' && !isWaiting) this.complaints.push(message.text())
    })
    page.on('pageerror', (error) => this.complaints.push(String(error)))
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== url)
        this.elsewhere.push(request.url())
    })
  }

  /** @param door the first part of its pages' address */
  static async signedIn(
    browser: Browser,
    system: Pick<RunningSystem, 'explorer'>,
    account: string,
    door = 'regulator',
  ): Promise<Desk> {
    const { url = '' } = system.explorer ?? {}
    const context = await browser.newContext({ viewport: sizes.desktop, locale: 'zh-CN' })
    const desk = new Desk(await context.newPage(), url, door)
    await desk.page.goto(url)
    await desk.signIn(system, account)
    await desk.page.waitForSelector('.figure')
    return desk
  }

  /** Fills in the page that asks who it is. */
  async signIn({ explorer }: Pick<RunningSystem, 'explorer'>, account: string): Promise<void> {
    const text = await readFile(explorer?.passwords ?? '', 'utf8')
    const known: { account: string; password: string }[] = JSON.parse(text)
    await this.page.fill('[name=account]', account)
    await this.page.fill('[name=password]', known.find((each) => each.account === account)?.password ?? '')
    await this.page.click('button')
  }

  /** @param shown what is on the page when it has come */
  async go(place: string, shown: string): Promise<void> {
    await this.page.goto(`${this.url}/${this.door}#/${place}`)
    await this.page.waitForSelector(shown)
  }

  text(selector = 'main'): Promise<string> {
    return this.page.locator(selector).first().innerText()
  }

  /** The file that a click brings. */
  async download(selector: string): Promise<Buffer> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.page.click(selector)])
    return readFile(await download.path())
  }

  /** An answer of the server's API, as this browser gets it. */
  async get(path: string): Promise<{ status: number; body: string }> {
    const answer = await this.page.context().request.get(`${this.url}${path}`)
    return { status: answer.status(), body: (await answer.body()).toString('utf8') }
  }

  async picture(name: string): Promise<void> {
    const folder = process.env.HUREN_SCREENSHOTS
    if (folder) await this.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
  }

  /** Serious findings of axe, and what sticks out; each page without data is judged so by explorer/web/e2e.test.ts. */
  async judge(name: string): Promise<string[]> {
    return [...(await seriousViolations(this.page)), ...(await this.look(name))]
  }

  /** What sticks out on a desktop and on a phone. Keeps pictures where HUREN_SCREENSHOTS names a folder. */
  async look(name: string): Promise<string[]> {
    const wrong: string[] = []
    for (const [size, viewport] of Object.entries(sizes)) {
      await this.page.setViewportSize(viewport)
      const width = await this.page.evaluate(() => document.documentElement.scrollWidth)
      if (width > viewport.width) wrong.push(`${name}, ${size}: ${width} pixels wide`)
      await this.picture(`real-${name}-${size}`)
    }
    await this.page.setViewportSize(sizes.desktop)
    return wrong
  }
}
