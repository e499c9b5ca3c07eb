import type { Server } from '@hapi/hapi'
import type { Context } from '../context.ts'

/** Whose log this is and how far it has come: public. */
export const logRoutes = (server: Server, { settings, log, anchor, signer }: Context): void => {
  const about = () => ({
    log: log.id,
    institution: settings.institution,
    origin: signer.origin,
    verifierKey: signer.verifierKey,
    indexKey: log.vrf.publicKey.toString('hex'),
    size: log.size,
    ...anchor.state,
  })
  server.route([
    { method: 'GET', path: '/v1/log', options: { cors: true }, handler: about },
    {
      method: 'GET',
      path: '/healthz',
      handler: (_, h) => {
        const { problem } = anchor.state
        return h.response({ status: problem ? 'degraded' : 'ok', ...about() }).code(problem ? 503 : 200)
      },
    },
  ])
}
