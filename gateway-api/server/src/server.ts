import { readFile } from 'node:fs/promises'
import { createServer as createPlainServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { server as createServer, type Server } from '@hapi/hapi'
import inert from '@hapi/inert'
import type { Context } from './context.ts'
import { answerClientErrors } from './http/client-errors.ts'
import { answerProblems, refuseLargeBodies } from './http/problems.ts'
import { maximumBody } from './http/route.ts'
import { documentationRoutes } from './routes/docs.ts'
import { routesOf } from './routes/index.ts'
import { welcomeRoutes } from './routes/welcome.ts'

/** Milliseconds between looks at the clients: who is slower than allowed is cut off. */
const vigilance = 500
const keepAlive = 30_000

/**
 * The socket's side. Slow clients are cut off here: hapi itself would read the rest of a late body before it says that
 * it was late.
 */
const createListener = async ({ tls, requestTimeout }: Context['config']) => {
  const options = {
    requestTimeout,
    headersTimeout: Math.min(requestTimeout, 15_000),
    keepAliveTimeout: keepAlive,
    connectionsCheckingInterval: Math.min(vigilance, requestTimeout),
  }
  if (!tls) return createPlainServer(options)
  return createTlsServer({ ...options, cert: await readFile(tls.certificate), key: await readFile(tls.key) })
}

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

/** The web server with all routes, not yet listening. */
export const createHttpServer = async (context: Context): Promise<Server> => {
  const { config } = context
  const server = createServer({
    listener: await createListener(config),
    host: config.listen.host,
    port: config.listen.port,
    tls: Boolean(config.tls),
    debug: false,
    compression: false,
    routes: {
      payload: { maxBytes: maximumBody, timeout: false },
      cache: { otherwise: 'no-store' },
      security: { hsts: Boolean(config.tls), xframe: 'deny', noSniff: true, referrer: 'no-referrer' },
    },
  })
  await server.register(inert)
  addAuthentication(server, context)
  observe(server, context)
  answerClientErrors(server.listener)
  server.ext('onRequest', refuseLargeBodies)
  server.ext('onPreResponse', answerProblems(context.log))
  const routes = routesOf(context)
  server.route(routes.map((route) => route.server))
  server.route([...documentationRoutes(routes), ...(await welcomeRoutes(config.welcome))])
  return server
}
