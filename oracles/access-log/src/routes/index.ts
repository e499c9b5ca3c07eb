import type { Server } from '@hapi/hapi'
import type { Context } from '../context.ts'
import { eventRoutes } from './events.ts'
import { fileRoutes } from './files.ts'
import { listRoutes } from './lists.ts'
import { logRoutes } from './log.ts'
import { reconciliationRoutes } from './reconciliations.ts'

/** One file a resource. */
export const useRoutes = (server: Server, context: Context): void => {
  for (const routes of [logRoutes, fileRoutes, eventRoutes, listRoutes, reconciliationRoutes])
    routes(server, context)
}
