import { readFile } from 'node:fs/promises'
import type { Feed, Known } from '@huren/explorer-model'
import { feedSchema } from './feed-model.ts'
import { known, patience, unknown } from './known.ts'
import type { CitySite } from './sites.ts'

const largest = 8 * 1024 * 1024

const textOf = async (from: string): Promise<string> => {
  if (!/^https?:/.test(from)) return readFile(from, 'utf8')
  const answer = await fetch(from, { signal: AbortSignal.timeout(patience) })
  if (!answer.ok) throw new Error(`${answer.status}`)
  return answer.text()
}

const parsed = (text: string): Known<Feed> => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return unknown('运行状态文件不是 JSON', 'the feed is no JSON')
  }
  const { error, value: feed } = feedSchema.validate(value, { convert: false })
  const [where] = error?.details.map(({ path }) => path.join('.')) ?? []
  if (error) return unknown(`运行状态文件格式不符：${where}`, `the feed is not one: ${where}`)
  return known(feed, feed.at)
}

/** What a city's machine said last. Known feeds bear the time at which the machine was looked at. */
export const readFeed = async ({ feed }: Pick<CitySite, 'feed'>): Promise<Known<Feed>> => {
  if (!feed)
    return unknown('没有配置运行状态来源（huren network feed）', 'no feed is configured (huren network feed)')
  const text = await textOf(feed).catch(() => undefined)
  if (text === undefined) return unknown('运行状态来源没有回应', 'the feed does not answer')
  if (text.length > largest) return unknown('运行状态文件过大', 'the feed is too large')
  return parsed(text)
}
