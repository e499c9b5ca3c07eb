/** Many dashboards in a thread of their own: the server's time is the server's. Told what to do by `dashboards.ts`. */
import { get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'

/** What the thread is given. */
export interface Work {
  readonly url: string
  readonly cookie: string
  /** What a dashboard asks again when there is something new. */
  readonly asked: readonly string[]
  /** For each dashboard how many statements it has been told of. */
  readonly told: Int32Array<SharedArrayBuffer>
}

const { url, cookie, asked, told }: Work = workerData
const rounds: number[] = []
let isOver = false

/** A dashboard as the page is one: told of new blocks, it asks again at once and, while they come, every two seconds. */
class Dashboard {
  readonly #place: number
  isBusy = false

  constructor(place: number) {
    this.#place = place
  }

  open(): Promise<void> {
    return new Promise((resolve) => {
      get(`${url}/api/events`, { headers: { cookie } }, (response) => {
        resolve()
        response.setEncoding('utf8').on('data', (text: string) => {
          const data = text.match(/(?<=data: ).*(?=\n)/g)?.at(-1)
          if (!data) return
          told[this.#place] = JSON.parse(data).statements
          void this.#ask()
        })
      })
    })
  }

  async #ask(): Promise<void> {
    if (this.isBusy || isOver) return
    this.isBusy = true
    const before = performance.now()
    for (const path of asked) {
      const answer = await fetch(`${url}${path}`, { headers: { cookie } })
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
      await answer.arrayBuffer()
    }
    rounds.push(performance.now() - before)
    if (!isOver) await delay(2000)
    this.isBusy = false
  }
}

const all = Array.from(told, (_, place) => new Dashboard(place))
await Promise.all(all.map((each) => each.open()))
parentPort?.postMessage('open')
parentPort?.once('message', async () => {
  isOver = true
  while (all.some(({ isBusy }) => isBusy)) await delay(50)
  parentPort?.postMessage(rounds)
  // the streams are open still
  process.exit()
})
