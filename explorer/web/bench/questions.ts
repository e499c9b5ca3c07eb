import type { ExplorerIndex } from '@huren/explorer-index'
import { type Spread, spreadOf } from './spread.ts'

/** A day in China some days ago, `2026-11-21`. */
export const chinaDay = (daysAgo: number) =>
  new Date(Date.now() + 8 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 10)

const month = `from=${chinaDay(29)}&to=${chinaDay(0)}`
const year = `from=${chinaDay(364)}&to=${chinaDay(0)}`

/** Every kind of question; `#` is another number and `~` another day each time, so that no answer is a kept one. */
const questionsAbout = async (index: ExplorerIndex): Promise<Readonly<Record<string, string>>> => {
  const [last = ''] = index.statements.list({}, 1)
  const [newest] = await index.rows([last])
  const middle = index.statements.list({}, 1, `${String(index.height >> 1).padStart(10, '0')}-00000-00000`)[0]
  return {
    'indicators, a month and more, with the time and the year before': `/api/indicators?from=~&to=${chinaDay(0)}`,
    'indicators of an hour of the day': `/api/indicators?${month}&hour=#`,
    'courses of the indicators': `/api/indicator-courses?from=~&to=${chinaDay(0)}`,
    'indicators, a year': `/api/indicators?${year}&hour=0&hour=1&hour=#`,
    'decisions a day': `/api/counts?${month}&type=decision&by=day&by=outcome&limit=#`,
    'all statements by type and result': '/api/counts?by=type&by=result&limit=#',
    'by institution, a year': `/api/counts?${year}&by=institution&by=outcome&limit=#`,
    'refusals by code, always': '/api/counts?result=refused&by=code&limit=#',
    'list: newest': '/api/statements?limit=#',
    'list: one institution, one outcome': '/api/statements?institution=GD-4405-000#&outcome=blocked',
    'list: nothing to be found': '/api/statements?institution=GD-9999-000#',
    'list: a page in the middle': `/api/statements?type=decision&before=${middle}&limit=#`,
    'one statement': `/api/statements/${newest?.row.id}`,
    'transactions: invalid ones': '/api/transactions?validation=MVCC_READ_CONFLICT&limit=#',
    'transactions of each client': '/api/transaction-counts?by=client',
    'a block': `/api/blocks/${index.height >> 1}`,
    findings: '/api/findings',
  }
}

/** Milliseconds by HTTP until an answer is whole. @throws Error when one is not a success */
export const askQuestions = async (
  index: ExplorerIndex,
  send: (path: string) => Promise<Response>,
  times: number,
): Promise<Record<string, Spread>> => {
  const results: Record<string, Spread> = {}
  for (const [name, path] of Object.entries(await questionsAbout(index))) {
    const taken: number[] = []
    for (let i = 0; i < times; i++) {
      const address = path.replaceAll('#', String(10 + i)).replaceAll('~', chinaDay(29 + i))
      const before = performance.now()
      const answer = await send(address)
      await answer.arrayBuffer()
      taken.push(performance.now() - before)
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
    }
    results[name] = spreadOf(taken)
  }
  return results
}
