import { setTimeout as pause } from 'node:timers/promises'
import { server as createServer, type Lifecycle } from '@hapi/hapi'
import type { AccessLogSettings } from './config.ts'
import { type Context, openContext } from './context.ts'
import { useTokens } from './http/access.ts'
import { answerOf, HttpProblem, problemResponse } from './http/problem.ts'
import { useRoutes } from './routes/index.ts'

/** A running access log. */
export interface RunningAccessLog {
  readonly url: string
  readonly context: Context
  close(): Promise<void>
}

const hapiCodes: Record<number, HttpProblem> = {
  400: new HttpProblem('body-invalid', 'the body is not JSON'),
  403: new HttpProblem('forbidden', 'this token may not do that'),
  404: new HttpProblem('not-found', 'there is nothing at this address'),
  413: new HttpProblem('body-too-large', 'the body is too large'),
  415: new HttpProblem('content-type', 'the body must be application/json'),
}

/** Whatever failed is answered as problem details; a fault is written to the error output. */
const onPreResponse: Lifecycle.Method = ({ response }, h) => {
  if (!('isBoom' in response)) return h.continue
  const known = answerOf(response)
  if (known.code !== 'internal') return problemResponse(h, known)
  const { statusCode } = response.output
  const problem = hapiCodes[statusCode]
  if (!problem) console.error(response)
  return problemResponse(h, answerOf(problem ?? response))
}

/** Rounds with pauses between them, until it is stopped. */
const repeat = (round: () => Promise<void>, every: number) => {
  const stop = new AbortController()
  const run = async () => {
    while (!stop.signal.aborted) {
      await round()
      await pause(every, undefined, { signal: stop.signal }).catch(() => undefined)
    }
  }
  const running = run()
  return async () => {
    stop.abort()
    await running
  }
}

/**
 * Starts the service: log, static files, anchoring, HTTP.
 * @throws Error when a key or a setting is wrong, or the port is taken; AccessLogError when the log is damaged
 */
export const startAccessLog = async (settings: AccessLogSettings): Promise<RunningAccessLog> => {
  const context = await openContext(settings)
  const server = createServer({ ...settings.listen, debug: false })
  try {
    server.ext('onPreResponse', onPreResponse)
    useTokens(server, context.tokens)
    useRoutes(server, context)
    await server.start()
  } catch (error) {
    await context.log.close()
    throw error
  }
  const stops = [
    repeat(() => context.anchor.anchor(), settings.anchorEvery),
    repeat(() => context.anchor.prove(), settings.proveEvery),
  ]
  const close = async () => {
    await server.stop({ timeout: 5000 })
    await Promise.all(stops.map((stop) => stop()))
    await context.log.close()
  }
  return { url: server.info.uri, context, close }
}
