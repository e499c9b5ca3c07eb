import type { Request, ResponseToolkit, Server } from '@hapi/hapi'
import type { Context } from '../context.ts'
import { hospitalOf } from '../hospital/context.ts'
import { Stages } from '../hospital/stages.ts'
import { hospitalGatewayRoutes } from './hospital-gateway.ts'
import { hospitalKeyRoutes } from './hospital-keys.ts'
import { hospitalSubmissionRoutes } from './hospital-submissions.ts'

const checkRole = (request: Request, h: ResponseToolkit) => {
  if (request.path.startsWith('/api/hospital/') && request.auth.isAuthenticated) hospitalOf(request)
  return h.continue
}

/** The hospital's door: its API stands under `/api/hospital/`, for accounts of one hospital. */
export const hospitalRoutes = (server: Server, context: Context): void => {
  server.ext('onPostAuth', checkRole)
  const shared = { ...context, stages: new Stages(context.settings.notary) }
  for (const add of [hospitalSubmissionRoutes, hospitalKeyRoutes, hospitalGatewayRoutes]) add(server, shared)
}
