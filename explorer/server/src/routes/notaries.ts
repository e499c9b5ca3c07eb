import type { Server } from '@hapi/hapi'
import type { Context } from '../context.ts'
import { askNotary } from '../notaries/ask.ts'

/** Logs and checkpoints as the notaries publish them; who cosigned is checked in the browser, by the trust file. */
export const notaryRoutes = (server: Server, { settings }: Context): void => {
  server.route({
    method: 'GET',
    path: '/api/notaries',
    handler: async () => {
      const urls = settings.notaries ?? (settings.notary ? [settings.notary] : [])
      return { rows: await Promise.all(urls.map(askNotary)) }
    },
  })
}
