import { notFound } from '@hapi/boom'
import type { Server } from '@hapi/hapi'
import { field } from '@huren/records'
import Joi from 'joi'
import { type ReportQuestion, reportFile, reportsOf } from '../access-logs/reports.ts'
import { accessLogSites } from '../access-logs/sites.ts'
import type { Context } from '../context.ts'
import { limit } from './statements.ts'

/**
 * Reports of hospitals' access logs compared with imaging clouds' (双方核对), for supervisors. They are handed out as
 * they are: the browser verifies them.
 */
export const reconciliationRoutes = (server: Server, { settings }: Context): void => {
  server.route<{ Query: ReportQuestion }>({
    method: 'GET',
    path: '/api/reconciliations',
    options: {
      validate: {
        query: Joi.object({
          institution: field.institutionId(),
          differing: Joi.boolean(),
          before: Joi.string().max(100),
          limit,
        }),
      },
    },
    handler: async ({ query }) => reportsOf(await accessLogSites(settings.accessLogs), query),
  })
  server.route<{ Params: { log: string; id: string } }>({
    method: 'GET',
    path: '/api/reconciliations/{log}/{id}',
    options: {
      app: { logged: true },
      validate: {
        params: Joi.object({ log: field.institutionId().required(), id: Joi.string().guid().required() }),
      },
    },
    handler: async ({ params: { log, id } }, h) => {
      const sites = await accessLogSites(settings.accessLogs)
      const site = sites.find(({ institution }) => institution === log)
      if (!site) throw notFound('没有此影像云 There is no such imaging cloud')
      return h.response(await reportFile(site, id)).type('application/json')
    },
  })
}
