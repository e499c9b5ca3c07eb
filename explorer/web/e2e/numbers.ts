import { add, blockOf } from '@huren/explorer-index/bench'
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { desktop, openIndex, openPage, serve, signIn } from './stage.ts'

const day = 86_400_000
const chinaDay = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
/** So many statements, half of them decisions, spread over the last two years: a block every ten days. */
const many = 7200
const perBlock = 100

/** Two years of a province, and the regulator at a desk. */
const open = async (t: Test) => {
  const { index, dir } = await openIndex()
  for (let first = 0; first < many; first += perBlock)
    await add(index, [blockOf(index.height, first, many, perBlock)])
  const { url, password } = await serve(t, index, dir)
  const { page, complaints } = await openPage(t, url, desktop)
  await page.clock.setFixedTime(Date.now())
  await signIn(page, url, password)
  return { url, page, complaints }
}

/** How many statements the server counts for the query of a link. */
const countOf = async (page: Page, place: string): Promise<number> => {
  const [list = '', query = ''] = place.split('?')
  const path = list.endsWith('transactions') ? 'transaction-counts' : 'counts'
  const answer = await page.request.get(new URL(`/api/${path}?${query}`, page.url()).href)
  const { counts }: { counts: { count: number }[] } = await answer.json()
  return counts[0]?.count ?? 0
}

const hashOf = async (page: Page, selector: string) =>
  (await page.locator(selector).getAttribute('href')) ?? ''

const percent = (now: number, then: number) => {
  if (!then) return '—'
  const change = ((now - then) / then) * 100
  return `${change >= 0 ? '+' : ''}${change.toFixed(1)}%`
}

const decisions = 'type=decision&result=committed'
const recognised = `${decisions}&outcome=recognised`
/** Each indicator of the default set: what it counts, and among what. */
const indicators: Readonly<Record<string, readonly [string, string?]>> = {
  'recognition-rate': [recognised, decisions],
  recognised: [recognised],
  'refusal-rate': [`${decisions}&outcome=not-recognised`, decisions],
  'blocked-rate': [`${decisions}&outcome=blocked`, decisions],
  reports: ['type=report&result=committed&outcome=final&outcome=amended'],
}

test(
  'PROV-7 PROV-8 CITY-28: each indicator against the period before and a year ago, and the statements behind all three',
  { timeout: 90_000 },
  async (t) => {
    const { page, complaints } = await open(t)
    const to = Date.now()
    const days = {
      now: [to - 29 * day, to],
      before: [to - 59 * day, to - 30 * day],
      yearBefore: [lastYear(to - 29 * day), lastYear(to)],
    }
    const valueIn = async ([from = 0, until = 0]: readonly number[], [above, below]: readonly string[]) => {
      const period = `from=${chinaDay(from)}&to=${chinaDay(until)}`
      const numerator = await countOf(page, `#/statements?${above}&${period}`)
      return below ? numerator / (await countOf(page, `#/statements?${below}&${period}`)) : numerator
    }
    for (const [id, sets] of Object.entries(indicators)) {
      const card = `.ant-card:has([data-indicator=${id}])`
      const parts = sets.filter((set) => set !== undefined)
      const now = await valueIn(days.now, parts)
      const shown = await page.locator(`[data-indicator=${id}]`).innerText()
      t.equal(shown, parts.length > 1 ? `${(now * 100).toFixed(1)}%` : now.toLocaleString(), id)
      const [before, yearBefore] = [await valueIn(days.before, parts), await valueIn(days.yearBefore, parts)]
      const said = await page.locator(`${card} .compared`).innerText()
      t.equal(said, `环比 ${percent(now, before)} · 同比 ${percent(now, yearBefore)}`, id)
    }
    const card = '.ant-card:has([data-indicator=recognised])'
    for (const [i, part] of [days.before, days.yearBefore].entries()) {
      const link = `${card} .compared a >> nth=${i}`
      const count = await countOf(page, await hashOf(page, link))
      t.equal(count, await valueIn(part, [recognised]), 'the link is about the same statements')
      await page.click(link)
      await page.waitForSelector(`[data-count]:has-text("共 ${count} 条")`)
      t.ok(count > 0, 'and there are some')
      await page.goBack()
      await page.waitForSelector(link)
    }
    t.same(complaints, [])
  },
)

const lastYear = (at: number) => {
  const date = chinaDay(at)
  return Date.parse(`${Number(date.slice(0, 4)) - 1}${date.slice(4)}`.replace('-02-29', '-02-28'))
}

/** Pages whose tables count statements or transactions, and what is there when they have come. */
const counted = {
  topics: '[data-shares=topic] .ant-table-row',
  'reminder-service': '[data-shares=reminders] .ant-table-row',
  quality: '[data-shares=versions] .ant-table-row',
  ranking: '[data-ranking] .ant-table-row',
  contracts: '.ant-table-row a',
  transactions: 'a[href^="#/transactions?client="]',
  blocks: '.ant-table-row',
} as const

interface Shown {
  readonly text: string
  /** Where it leads; empty where it leads nowhere. */
  readonly place: string
}

/** What tables and lists show as a number, and where it leads. */
const numbersOn = (page: Page): Promise<Shown[]> =>
  page.evaluate(() => {
    const isNumber = /(^|[\s(])\d[\d,]*(\.\d+%)?\)?$/
    const parts = [...document.querySelectorAll('main td, main ul.steps li')].flatMap((cell) =>
      cell.querySelector('a') ? [...cell.querySelectorAll('a')] : [cell],
    )
    return parts
      .map((part) => ({
        text: (part.textContent ?? '').trim(),
        place: part.getAttribute('href') ?? '',
        // a code or a time is no count
        isCode:
          part.closest('td')?.cellIndex === 0 ||
          // a hash may have no letter
          part.querySelector('.mono') !== null ||
          /\d{4}\/|GD-|MSP|…/.test(part.textContent ?? ''),
      }))
      .filter(({ text, place, isCode }) => isNumber.test(text) && !(isCode && place === ''))
  })

/** The count in a link's text: `75.0% (12)`, `1,204`, `City1MSP 20`. */
const counts = (text: string) =>
  Number((/\((\d[\d,]*)\)$|(?:^|\s)(\d[\d,]*)$/.exec(text) ?? []).slice(1).find(Boolean)?.replaceAll(',', ''))

test(
  'PROV-8 PROV-9 CITY-28: every number of every table leads to as many statements or transactions as it says',
  { timeout: 120_000 },
  async (t) => {
    const { url, page, complaints } = await open(t)
    for (const [name, shown] of Object.entries(counted)) {
      await page.goto(`${url}/#/${name}`)
      await page.waitForSelector(shown)
      const numbers = await numbersOn(page)
      t.ok(numbers.length > 3, `${name}: ${numbers.length} numbers`)
      const dead = numbers.filter(({ text, place }) => place === '' && !/^(0|—|.*\(0\))$/.test(text))
      t.same(dead, [], `${name}: each leads somewhere`)
      const lists = numbers.filter(
        ({ place, text }) => /#\/(statements|transactions)\?/.test(place) && counts(text) >= 0,
      )
      const some = lists.filter((_, i) => i % Math.ceil(lists.length / 12) === 0)
      for (const { text, place } of some)
        t.equal(await countOf(page, place), counts(text), `${name}: ${text}`)
    }
    t.same(complaints, [])
  },
)

test(
  'PROV-8 PROV-11 CITY-28: the figures of a city, an institution and an item, over fixed days that somebody types',
  { timeout: 90_000 },
  async (t) => {
    const { page, complaints } = await open(t)
    const [from, to] = [chinaDay(Date.now() - 400 * day), chinaDay(Date.now() - 40 * day)]
    const [reports] = indicators.reports ?? []
    let query = `${reports}&from=${from}&to=${to}`
    const answer = await page.request.get(new URL(`/api/statements?${query}&limit=1`, page.url()).href)
    const { rows }: { rows: { facts: Record<string, string> }[] } = await answer.json()
    await page.getByRole('combobox', { name: '时间' }).click()
    await page.click('.ant-select-dropdown:visible [title="固定日期"]')
    for (const [name, date] of Object.entries({ 自: from, 至: to })) {
      await page.getByLabel(name, { exact: true }).focus()
      // this browser's field begins with the month
      await page.keyboard.type(`${date.slice(5)}${date.slice(0, 4)}`.replace('-', ''))
      t.equal(await page.getByLabel(name, { exact: true }).inputValue(), date, 'as it was typed')
    }
    const shows = async () => {
      const count = await countOf(page, `#/statements?${query}`)
      const text = `[data-indicator=reports]:text-is("${count.toLocaleString()}")`
      await page.waitForSelector(text)
      t.ok(count > 0, `${query}: ${count}`)
      return text
    }
    await shows()
    for (const [label, name] of Object.entries({ 地市: 'city', 机构: 'institution', 项目: 'item' })) {
      const word = rows[0]?.facts[name] ?? ''
      await page.getByRole('combobox', { name: label }).fill(word)
      await page.waitForSelector(
        `.ant-select-dropdown:visible .ant-select-item-option-active[title*="${word}"]`,
      )
      await page.keyboard.press('Enter')
      query += `&${name}=${word}`
      await shows()
    }
    await page.click(await shows())
    await page.waitForSelector(
      `[data-count]:has-text("共 ${await countOf(page, `#/statements?${query}`)} 条")`,
    )
    t.same(complaints, [])
  },
)
