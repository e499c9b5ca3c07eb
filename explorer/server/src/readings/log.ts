import type { Request, ResponseToolkit } from '@hapi/hapi'
import { personOf } from '../access/scope.ts'
import type { Reading, Readings } from './readings.ts'

/** On a route that shows nothing that anybody stated or did: who is signed in, names of codes, that a block has come. */
export const unlogged = { unlogged: true } as const

/** On a route that is asked in the body of a POST. */
export const asksInBody = { asksInBody: true } as const

/** Milliseconds for which the same question of the same account is one reading: a dashboard asks every two seconds. */
const again = 10 * 60_000
/** More different questions than are ever asked in that time; then every one is written down anew. */
const most = 20_000

interface Marks {
  readonly logged?: boolean
  readonly unlogged?: boolean
  readonly asksInBody?: boolean
}
const marksOf = ({ route }: Request): Marks => Object(route.settings.app)

/** What was asked; of a question in a body its beginning. */
const askedOf = (request: Request): string =>
  request.path +
  request.url.search +
  (marksOf(request).asksInBody ? ` ${JSON.stringify(request.payload)}`.slice(0, 1000) : '')

const isReading = (request: Request): boolean => {
  const { logged, unlogged, asksInBody } = marksOf(request)
  if (logged || asksInBody) return true
  return request.path.startsWith('/api/') && request.method === 'get' && !unlogged
}

/**
 * Writes down who asks what before the answer leaves (PROV-4): single records (`logged` on the route) each time, counts,
 * lists of the chain, findings, reports and the like once in ten minutes for each account and question.
 */
export const readingLog = (readings: Pick<Readings, 'write'>) => {
  const last = new Map<string, number>()
  const isNews = (key: string, now: number) => now - (last.get(key) ?? 0) >= again
  return async (request: Request, h: ResponseToolkit, now = Date.now()) => {
    if (!request.auth.isAuthenticated || !isReading(request)) return h.continue
    const { account, role } = personOf(request)
    const path = askedOf(request)
    const key = `${account} ${path}`
    if (!marksOf(request).logged && !isNews(key, now)) return h.continue
    const reading: Reading = { at: new Date(now).toISOString(), account, role, path }
    await readings.write(reading)
    if (last.size >= most) last.clear()
    last.set(key, now)
    return h.continue
  }
}
