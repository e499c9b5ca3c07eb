import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { seriousViolations } from '@huren/explorer-web/testing'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { RunningSystem } from '../dev-env/system.ts'

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const

const passwordOf = async ({ explorer }: RunningSystem, account: string): Promise<string> => {
  const accounts: { account: string; password: string }[] = JSON.parse(
    await readFile(explorer?.passwords ?? '', 'utf8'),
  )
  return accounts.find((each) => each.account === account)?.password ?? ''
}

/** A phone of its own: nothing is shared with another, and everything that its pages complain of is kept. */
export class Phone {
  readonly context: BrowserContext
  readonly page: Page
  readonly url: string
  readonly complaints: string[] = []
  readonly elsewhere: string[] = []

  private constructor(context: BrowserContext, page: Page, url: string) {
    this.context = context
    this.page = page
    this.url = url
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

  static async signedIn(browser: Browser, system: RunningSystem, account: string): Promise<Phone> {
    const url = system.explorer?.url ?? ''
    const context = await browser.newContext({ viewport: sizes.phone, locale: 'zh-CN', hasTouch: true })
    const phone = new Phone(context, await context.newPage(), url)
    await phone.page.goto(`${url}/sign-in`)
    await phone.page.fill('[name=account]', account)
    await phone.page.fill('[name=password]', await passwordOf(system, account))
    await phone.page.click('button')
    await phone.page.waitForURL(`${url}/patient`)
    return phone
  }

  async go(place: string): Promise<void> {
    await this.page.goto(`${this.url}/patient#/${place}`)
    await this.page.waitForSelector('h1')
  }

  /** Reads letters and ledger anew, as whoever opens the page again. */
  async reopen(place: string): Promise<void> {
    await this.page.goto('about:blank')
    await this.go(place)
  }

  text(selector = 'main'): Promise<string> {
    return this.page.locator(selector).innerText()
  }

  /** Compressed bytes of the scripts that the page loaded. */
  scriptBytes(): Promise<number> {
    return this.page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => entry instanceof PerformanceResourceTiming)
        .filter(({ name }) => name.endsWith('.js'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    )
  }

  /**
   * What is wrong with the page as it stands, at both sizes: serious findings of axe, and what sticks out. Keeps a
   * picture where HUREN_SCREENSHOTS names a folder.
   */
  async look(name: string): Promise<string[]> {
    const wrong: string[] = []
    for (const [size, viewport] of Object.entries(sizes)) {
      await this.page.setViewportSize(viewport)
      wrong.push(...(await seriousViolations(this.page)).map((finding) => `${name}, ${size}: ${finding}`))
      const width = await this.page.evaluate(() => document.documentElement.scrollWidth)
      if (width > viewport.width) wrong.push(`${name}, ${size}: ${width} pixels wide`)
      const folder = process.env.HUREN_SCREENSHOTS
      if (folder) await this.page.screenshot({ path: join(folder, `${name}-${size}.png`), fullPage: true })
    }
    await this.page.setViewportSize(sizes.phone)
    return wrong
  }

  /** A lock of the device that is always opened: an authenticator of the browser's own (WebAuthn, CDP). */
  async addAuthenticator(): Promise<void> {
    const session = await this.context.newCDPSession(this.page)
    await session.send('WebAuthn.enable')
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
    } as const
    await session.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, isUserVerified: true } })
  }

  /** Makes the device's key and shows the binding code. */
  async offer(): Promise<string> {
    await this.go('key')
    await this.page.getByRole('button', { name: /生成/ }).click()
    await this.page.getByRole('button', { name: '显示绑定码' }).click()
    return this.text('[data-offer]')
  }
}
