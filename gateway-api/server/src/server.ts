import { readFile } from 'node:fs/promises'
import { server as createServer, type ResponseToolkit, type Server } from '@hapi/hapi'
import inert from '@hapi/inert'
import type { Context } from './context.ts'
import { answerProblems } from './http/problems.ts'
import { maximumBody } from './http/route.ts'
import { documentationRoutes } from './routes/docs.ts'
import { routesOf } from './routes/index.ts'
import { welcomeRoutes } from './routes/welcome.ts'

/** Milliseconds: a client that is slower than this is not served. */
const slowest = { headers: 15_000, request: 60_000, keepAlive: 30_000 } as const

const listening = async ({ tls, listen }: Context['config']) => ({
  host: listen.host,
  port: listen.port,
  ...(tls && {
    tls: { cert: await readFile(tls.certificate), key: await readFile(tls.key) },
  }),
})

const addAuthentication = (server: Server, { authenticator }: Context): void => {
  server.auth.scheme('huren', () => ({
    authenticate: async (request, h) =>
      h.authenticated({ credentials: { user: await authenticator.authenticate(request) } }),
  }))
  server.auth.strategy('caller', 'huren')
}

/** One line a request: what, how it ended, how long it took. No payload, no query, no credentials. */
const observe = (server: Server, { log, metrics }: Context): void => {
  server.events.on('response', ({ route, method, response, info }) => {
    const status = 'statusCode' in response ? response.statusCode : 499
    const seconds = ((info.responded || Date.now()) - info.received) / 1000
    metrics.requests.observe({ route: route.path, method, status }, seconds)
    log.debug({ route: route.path, method, status, seconds }, 'request')
  })
}

const harden = (request: { response: unknown }, h: ResponseToolkit) => {
  const { response } = request
  if (
    typeof response === 'object' &&
    response !== null &&
    'header' in response &&
    typeof response.header === 'function'
  )
    response.header('x-content-type-options', 'nosniff')
  return h.continue
}

/** The web server with all routes, not yet listening. */
export const createHttpServer = async (context: Context): Promise<Server> => {
  const server = createServer({
    ...(await listening(context.config)),
    debug: false,
    compression: false,
    routes: {
      payload: { maxBytes: maximumBody, timeout: context.config.bodyTimeout },
      cache: { otherwise: 'no-store' },
      security: { hsts: Boolean(context.config.tls), xframe: 'deny', noSniff: true, referrer: 'no-referrer' },
    },
  })
  server.listener.headersTimeout = slowest.headers
  server.listener.requestTimeout = slowest.request
  server.listener.keepAliveTimeout = slowest.keepAlive
  await server.register(inert)
  addAuthentication(server, context)
  observe(server, context)
  server.ext('onPreResponse', answerProblems(context.log))
  server.ext('onPreResponse', harden)
  const routes = routesOf(context)
  server.route(routes.map((route) => route.server))
  server.route([...documentationRoutes(routes), ...(await welcomeRoutes(context.config.welcome))])
  return server
}
