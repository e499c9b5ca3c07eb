import type { Server } from '@hapi/hapi'
import { certificatesOf, channelOf } from '../city/channel.ts'
import { cityPersonOf, clientsOf, ofCity } from '../city/context.ts'
import type { Context } from '../context.ts'

/** The channel by its blocks, for cities and supervisors: configuration, contracts, who decided what, certificates. */
export const channelRoutes = (server: Server, context: Context): void => {
  const { index } = context
  server.route({
    method: 'GET',
    path: '/api/channel',
    options: ofCity,
    handler: (request) => {
      cityPersonOf(request)
      return channelOf(index)
    },
  })
  server.route({
    method: 'GET',
    path: '/api/certificates',
    options: ofCity,
    handler: async (request) => ({
      rows: await certificatesOf(index, clientsOf(context, cityPersonOf(request))),
    }),
  })
}
