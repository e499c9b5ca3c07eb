import { get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { ExplorerIndex } from '@huren/explorer-index'
import { addBlock } from '@huren/explorer-index/bench'
import { chinaDay } from './questions.ts'
import { spreadOf } from './spread.ts'

const many = 200
const perSecond = 300
const seconds = 20

const period = `from=${chinaDay(29)}&to=${chinaDay(0)}`
/** What an overview asks again when there is something new. */
const asked = [
  `/api/indicators?${period}`,
  `/api/counts?${period}&type=decision&result=committed&by=day&by=outcome`,
  `/api/counts?${period}&type=decision&result=committed&by=institution&by=outcome`,
  `/api/counts?${period}&type=decision&result=committed&by=item&by=outcome`,
]

/** A dashboard as the page is one: told of new blocks, it asks again at once and, while they come, every two seconds. */
class Dashboard {
  statements = 0
  rounds: number[] = []
  closed = false
  #busy = false
  readonly #url: string
  readonly #cookie: string

  constructor(url: string, cookie: string) {
    this.#url = url
    this.#cookie = cookie
  }

  open(): Promise<void> {
    return new Promise((resolve) => {
      get(`${this.#url}/api/events`, { headers: { cookie: this.#cookie } }, (response) => {
        resolve()
        response.setEncoding('utf8').on('data', (text: string) => {
          const data = /data: (.*)\n/.exec(text)?.[1]
          if (!data) return
          this.statements = JSON.parse(data).statements
          void this.#ask()
        })
      })
    })
  }

  /** Asks no more; resolves when the last answers have come. */
  async close(): Promise<void> {
    this.closed = true
    while (this.#busy) await delay(50)
  }

  async #ask(): Promise<void> {
    if (this.#busy || this.closed) return
    this.#busy = true
    const before = performance.now()
    for (const path of asked)
      await fetch(`${this.#url}${path}`, { headers: { cookie: this.#cookie } }).then((answer) =>
        answer.arrayBuffer(),
      )
    this.rounds.push(performance.now() - before)
    if (!this.closed) await delay(2000)
    this.#busy = false
  }
}

export interface Dashboards {
  readonly dashboards: number
  /** Statements a second: those that were to come, and those that came. */
  readonly wanted: number
  readonly perSecond: number
  /** Statements that the last dashboard had not been told of, at most, when a second was over. */
  readonly behind: number
  readonly sentence: string
}

/** Many dashboards open at once while statements come: how far behind are they, and how long does a round take? */
export const dashboards = async (
  url: string,
  jar: ReadonlyMap<string, string>,
  index: ExplorerIndex,
): Promise<Dashboards> => {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const all = Array.from({ length: many }, () => new Dashboard(url, cookie))
  await Promise.all(all.map((each) => each.open()))
  const total = index.statements.size
  const start = performance.now()
  const started = process.cpuUsage()
  let behind = 0
  for (let i = 0; i < seconds; i++) {
    await addBlock(index, perSecond)
    await delay(Math.max(0, start + (i + 1) * 1000 - performance.now()))
    behind = Math.max(behind, ...all.map(({ statements }) => index.statements.size - statements))
  }
  const spent = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(started)
  await Promise.all(all.map((each) => each.close()))
  const rounds = all.flatMap((each) => each.rounds)
  const { p50, p95 } = spreadOf(rounds)
  const rate = (index.statements.size - total) / spent
  return {
    dashboards: many,
    wanted: perSecond,
    perSecond: rate,
    behind,
    sentence:
      `${many} dashboards, ${Math.round(rate)} statements/s for ${seconds} s: at most ${behind} statements behind after each ` +
      `second, ${rounds.length} rounds of ${asked.length} questions, p50 ${p50} ms, p95 ${p95} ms; ` +
      `CPU of server and dashboards together ${((user + system) / 1e6 / spent).toFixed(2)} cores`,
  }
}
