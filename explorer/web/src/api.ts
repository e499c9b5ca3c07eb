import { useEffect, useEffectEvent, useState } from 'react'
import { signInAgain } from './sign-in-again.ts'

/** The server refused, with its sentence. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  constructor(status: number, title: string) {
    super(title)
    this.status = status
  }
}

let ahead = 0
/** Milliseconds by which this machine's clock is ahead of the server's, by the server's last answer; to the second. */
export const clockAhead = (): number => ahead

const noteClock = (response: Response) => {
  const said = Date.parse(response.headers.get('date') ?? '')
  if (!Number.isNaN(said)) ahead = Date.now() - said
}

export const ask = async (path: string): Promise<string> => {
  const response = await fetch(path, { signal: AbortSignal.timeout(15_000) }).catch(() => {
    throw new Problem(0, '服务器没有回应 The server does not answer')
  })
  noteClock(response)
  const text = await response.text()
  if (response.status === 401) signInAgain()
  if (response.ok) return text
  const title = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text).title : undefined
  throw new Problem(response.status, title ?? String(response.status))
}

/** Sends a change; the answer's JSON, or undefined when it has none. @throws Problem */
export const send = async (
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<unknown> => {
  const response = await fetch(path, {
    method,
    signal: AbortSignal.timeout(15_000),
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  }).catch(() => {
    throw new Problem(0, '服务器没有回应 The server does not answer')
  })
  if (response.status === 401) signInAgain()
  const text = await response.text()
  const answer: unknown = text ? JSON.parse(text) : undefined
  if (response.ok) return answer
  throw new Problem(response.status, String(Object(answer).title ?? response.status))
}

export interface Answer<T> {
  readonly value?: T
  readonly problem?: Error
  readonly loading: boolean
}

/**
 * What a question brings: asked when it is another one (`key`), and anew in each round; the old answer to the same question
 * stays until then.
 * @param key undefined: nothing is asked yet
 */
export const useAsked = <T>(
  key: string | undefined,
  round: number,
  question: (round: number) => Promise<T>,
): Answer<T> => {
  const [answer, setAnswer] = useState<Answer<T> & { key?: string }>({ loading: true })
  const put = useEffectEvent(question)
  useEffect(() => {
    if (key === undefined) return
    let current = true
    setAnswer((old) => (old.key === key ? old : { loading: true }))
    put(round).then(
      (value) => current && setAnswer({ key, value, loading: false }),
      (problem) => current && setAnswer({ key, problem, loading: false }),
    )
    return () => {
      current = false
    }
  }, [key, round])
  return answer
}

/**
 * What the server answers, asked again when the address changes or `version` grows; the old answer stays until then.
 * @param path undefined: nothing is asked yet
 */
export const useAnswer = <T>(path: string | undefined, version = 0): Answer<T> =>
  useAsked<T>(path, version, async () => JSON.parse(await ask(path ?? '')))

/** Milliseconds between two rounds of questions while blocks come one after another. */
const breath = 2000

/**
 * How far the ledger is, as it grows (server-sent events). `version` says when to ask again: at once, and once more when
 * the burst is over, so that the last answer is the newest.
 */
export const useLive = () => {
  const [live, setLive] = useState({ height: 0, statements: 0, version: 0 })
  const [isLive, setIsLive] = useState(true)
  useEffect(() => {
    const events = new EventSource('/api/events')
    let waiting: ReturnType<typeof setTimeout> | undefined
    const again = () => setLive((live) => ({ ...live, version: live.version + 1 }))
    events.addEventListener('open', () => setIsLive(true))
    // the browser tries again by itself
    events.addEventListener('error', () => setIsLive(false))
    events.addEventListener('advanced', ({ data }) => {
      setLive(({ version }) => ({ ...JSON.parse(data), version }))
      if (waiting) return
      again()
      waiting = setTimeout(() => {
        waiting = undefined
        again()
      }, breath)
    })
    return () => {
      clearTimeout(waiting)
      events.close()
    }
  }, [])
  return { ...live, isLive }
}

export interface Facts {
  readonly type: string
  readonly result: string
  readonly code: string
  readonly outcome: string
  readonly reason: string
  readonly item: string
  readonly institution: string
  readonly city: string
}
export interface Row {
  readonly key: string
  readonly id: string | null
  readonly transaction: string
  readonly at: string
  readonly facts: Facts
}
export interface Count {
  readonly key: readonly string[]
  readonly count: number
}

/** Query text of a filter; several values stand several times. */
export const queryOf = (filter: Readonly<Record<string, readonly string[] | string | undefined>>) => {
  const query = new URLSearchParams()
  for (const [name, values] of Object.entries(filter))
    for (const value of values === undefined ? [] : [values].flat()) query.append(name, value)
  return query.toString()
}
