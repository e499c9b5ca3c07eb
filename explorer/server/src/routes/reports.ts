import { randomUUID } from 'node:crypto'
import { badRequest, forbidden, notFound } from '@hapi/boom'
import type { ResponseToolkit, Server } from '@hapi/hapi'
import Joi from 'joi'
import { personOf } from '../access/scope.ts'
import type { Context } from '../context.ts'
import { asksInBody } from '../readings/log.ts'
import { fileOf, mediaTypes } from '../reports/files.ts'
import { type Format, formats, type Report, reportSchema } from '../reports/report.ts'
import { type ReportTable, tabulate } from '../reports/table.ts'

const byId = { params: Joi.object({ id: Joi.string().guid().required() }) }
const small = { maxBytes: 65_536, allow: 'application/json' }
type Definition = Omit<Report, 'id' | 'owner' | 'changed'>

/** The table of a report as the index has it now. @throws Boom 400 for a measure that nobody defined */
export const tableOf = async (
  { index, office }: Pick<Context, 'index' | 'office'>,
  definition: Definition,
): Promise<ReportTable> => {
  const { indicators } = office.indicators()
  try {
    return tabulate(index.statements, definition, indicators, {}, Date.now())
  } catch (error) {
    if (error instanceof RangeError) throw badRequest(error.message)
    throw error
  }
}

const asDownload = (h: Pick<ResponseToolkit, 'response'>, bytes: Buffer, format: Format, name: string) =>
  h
    .response(bytes)
    .type(mediaTypes[format])
    .header(
      'content-disposition',
      `attachment; filename="report.${format}"; filename*=UTF-8''${encodeURIComponent(`${name}.${format}`)}`,
    )

/** Self-defined reports (PROV-10): choose, look, save, make again on time, take away as a file. */
export const reportRoutes = (server: Server, context: Context): void => {
  const { office, schedules } = context
  const reportNamed = async (id: string): Promise<Report> => {
    const report = await office.buckets.reports.get(id)
    if (!report) throw notFound('没有此报表 There is no such report')
    return report
  }
  /** Everybody of the supervisors looks; who made it changes it. */
  const ownReport = async (id: string, account: string) => {
    const report = await reportNamed(id)
    if (report.owner !== account) throw forbidden('只有创建者可以修改 Only who made it may change it')
    return report
  }
  const save = async (report: Report, account: string) => {
    await tableOf(context, report)
    await office.setReport(report, account)
    schedules.set(report)
    return report
  }
  server.route<{ Payload: Definition }>({
    method: 'POST',
    path: '/api/report-table',
    options: { app: asksInBody, payload: small, validate: { payload: reportSchema } },
    handler: ({ payload }) => tableOf(context, payload),
  })
  server.route({
    method: 'GET',
    path: '/api/reports',
    handler: async () => {
      const reports = await office.buckets.reports.values().all()
      return { rows: reports.map((report) => ({ ...report, next: schedules.next(report.id) })) }
    },
  })
  server.route<{ Payload: Definition }>({
    method: 'POST',
    path: '/api/reports',
    options: { payload: small, validate: { payload: reportSchema } },
    handler: async (request, h) => {
      const { account } = personOf(request)
      const changed = new Date().toISOString()
      const report = { ...request.payload, id: randomUUID(), owner: account, changed }
      return h.response(await save(report, account)).code(201)
    },
  })
  server.route<{ Params: { id: string }; Payload: Definition }>({
    method: 'PUT',
    path: '/api/reports/{id}',
    options: { payload: small, validate: { ...byId, payload: reportSchema } },
    handler: async (request) => {
      const { account } = personOf(request)
      const { id } = await ownReport(request.params.id, account)
      return save({ ...request.payload, id, owner: account, changed: new Date().toISOString() }, account)
    },
  })
  server.route<{ Params: { id: string } }>({
    method: 'DELETE',
    path: '/api/reports/{id}',
    options: { validate: byId },
    handler: async (request, h) => {
      const { account } = personOf(request)
      const report = await ownReport(request.params.id, account)
      await office.removeReport(report, account)
      schedules.remove(report.id)
      return h.response().code(204)
    },
  })
  server.route<{ Params: { id: string }; Query: { format: Format } }>({
    method: 'GET',
    path: '/api/reports/{id}/file',
    options: {
      validate: {
        ...byId,
        query: Joi.object({ format: Joi.valid(...formats).required() }),
      },
    },
    handler: async ({ params, query }, h) => {
      const report = await reportNamed(params.id)
      return asDownload(
        h,
        await fileOf(await tableOf(context, report), query.format),
        query.format,
        report.name,
      )
    },
  })
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/api/reports/{id}/made',
    options: { validate: byId },
    handler: async ({ params }) => ({ rows: await schedules.list(params.id) }),
  })
  server.route<{ Params: { id: string; file: string } }>({
    method: 'GET',
    path: '/api/reports/{id}/made/{file}',
    options: {
      validate: {
        params: Joi.object({
          id: Joi.string().guid().required(),
          file: Joi.string()
            .pattern(/^[0-9TZ.-]{10,30}\.(csv|xlsx|pdf)$/)
            .required(),
        }),
      },
    },
    handler: async ({ params }, h) => {
      const bytes = await schedules.read(params.id, params.file)
      const format = formats.find((each) => params.file.endsWith(`.${each}`))
      if (!bytes || !format) throw notFound('没有此文件 There is no such file')
      return asDownload(h, bytes, format, params.file)
    },
  })
}
