import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { notFound } from '@hapi/boom'
import type { Server } from '@hapi/hapi'
import Joi from 'joi'
import { scoped } from '../access/scope.ts'
import type { Context } from '../context.ts'
import { page } from '../page.ts'
import { namesIn } from '../patient/names.ts'
import { unlogged } from '../readings/log.ts'
import { pageHeaders } from '../security.ts'
import { limit } from './statements.ts'

/** Addresses of pages, and the file of the built application that each is; the doors of offices are one application. */
const pages = {
  '/': 'index.html',
  '/regulator': 'index.html',
  '/hospital': 'index.html',
  '/city': 'index.html',
  '/patient': 'patient.html',
  '/notice': 'notice.html',
}

/** The web application, who is signed in, and the log of readings. */
export const siteRoutes = (
  server: Server,
  { settings, readings, index, trouble, sessions }: Context,
): void => {
  for (const [path, file] of Object.entries(pages))
    server.route({
      method: 'GET',
      path,
      options: { auth: false },
      handler: async ({ state }, h) => {
        // whoever is not signed in is asked at once, not by a page that then asks
        const isOffices = file === 'index.html'
        if (isOffices && !sessions.find(String(state.huren_session), false)) return h.redirect('/sign-in')
        const nonce = randomBytes(16).toString('base64')
        const page = await readFile(join(settings.web, file), 'utf8').catch(() => {
          throw notFound('没有此页 There is no such page')
        })
        const response = h.response(page.replaceAll('__NONCE__', nonce)).type('text/html')
        for (const [name, value] of pageHeaders(nonce)) response.header(name, value)
        return response
      },
    })
  server.route({
    method: 'GET',
    path: '/{file*}',
    options: { auth: false, cache: { expiresIn: 31_536_000_000, privacy: 'public' } },
    handler: { directory: { path: settings.web, index: false, lookupCompressed: true } },
  })
  server.route({
    method: 'GET',
    path: '/api/names',
    options: { app: { ...scoped, ...unlogged } },
    handler: () => namesIn(settings.documents),
  })
  server.route({
    method: 'GET',
    path: '/api/me',
    options: { app: unlogged },
    handler: ({ auth }) => ({ ...auth.credentials.user }),
  })
  server.route({
    method: 'GET',
    path: '/healthz',
    options: { auth: false },
    handler: (_, h) => {
      const why = trouble()
      return h.response({ status: why ? 'waiting' : 'ok', height: index.height }).code(why ? 503 : 200)
    },
  })
  server.route<{ Query: { before?: string; limit: number } }>({
    method: 'GET',
    path: '/api/readings',
    options: {
      auth: { strategy: 'session', scope: ['auditor'] },
      validate: { query: Joi.object({ before: Joi.string().max(100), limit }) },
    },
    handler: async ({ query: { limit, before } }) =>
      page(await readings.list(limit, before), limit, ({ key }) => key),
  })
}
