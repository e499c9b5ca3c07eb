import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  server as createServer,
  type Request,
  type ResponseToolkit,
  type RouteOptions,
  type Server,
} from '@hapi/hapi'
import { isImmutable, isLogPath } from '../log/paths.ts'
import type { Notary } from '../notary.ts'
import { NoReceipt, receiptFor, stageOf } from '../receipts/receipt.ts'

/** Everything may read a log: it holds no personal data. */
const publicly: RouteOptions = { cors: { origin: ['*'] } }

const problem = (h: ResponseToolkit, status: number, code: string, detail: string) =>
  h
    .response({ type: `urn:huren:problem:${code}`, title: detail, status, code, detail })
    .code(status)
    .type('application/problem+json')

const file = (notary: Notary) => async (request: Request, h: ResponseToolkit) => {
  const path = request.path.slice(1)
  const bytes = isLogPath(path)
    ? await readFile(join(notary.log.folder, path)).catch(() => undefined)
    : undefined
  if (!bytes) return problem(h, 404, 'not-found', '日志中没有此文件 / the log has no such file')
  return isImmutable(path)
    ? h
        .response(bytes)
        .type('application/octet-stream')
        .header('cache-control', 'public, max-age=31536000, immutable')
    : h.response(bytes).type('text/plain; charset=utf-8').header('cache-control', 'public, max-age=2')
}

const receipt = (notary: Notary) => async (request: Request, h: ResponseToolkit) => {
  try {
    const text = await receiptFor(notary.log, String(request.params.id), notary.witnessed())
    return h.response(text).type('application/json').header('cache-control', 'no-cache')
  } catch (error) {
    if (!(error instanceof NoReceipt)) throw error
    if (error.code === 'not-witnessed')
      return problem(h, 409, error.code, error.message).header('retry-after', '2')
    return problem(h, 404, error.code, error.message)
  }
}

const stage = (notary: Notary) => async (request: Request, h: ResponseToolkit) => {
  const id = String(request.params.id)
  const found = await stageOf(notary.log, id, notary.witnessed()?.size ?? 0)
  return found
    ? { id, ...found }
    : problem(h, 404, 'statement-unknown', '日志中没有此声明 / the log has no such statement')
}

const cosign = (notary: Notary) => async (request: Request, h: ResponseToolkit) => {
  const { status, body } = await notary.witness.add(String(request.payload))
  const response = h
    .response(body)
    .code(status)
    .type(status === 409 ? 'text/x.tlog.size' : 'text/plain; charset=utf-8')
  return status === 503 ? response.header('retry-after', '1') : response
}

/** The log as static files, the witness protocol, receipts, and how the notary is. */
export const httpServer = (
  notary: Notary,
  { host, port }: { readonly host: string; readonly port: number },
): Server => {
  const server = createServer({ host, port })
  const get = (path: string, handler: (request: Request, h: ResponseToolkit) => unknown) =>
    server.route({
      method: 'GET',
      path,
      options: publicly,
      handler: async (request, h) => (await handler(request, h)) as object,
    })
  get('/checkpoint', file(notary))
  get('/checkpoint.witnessed', file(notary))
  get('/tile/{path*}', file(notary))
  get('/receipts/{id}', receipt(notary))
  get('/statements/{id}', stage(notary))
  get('/alarms', async () => notary.alarms.list())
  get('/healthz', (_, h) => {
    const health = notary.health()
    return h.response(health).code(health.status === 'ok' ? 200 : 503)
  })
  server.route({
    method: 'POST',
    path: '/add-checkpoint',
    options: { payload: { maxBytes: 65_536, parse: true, override: 'text/plain' } },
    handler: cosign(notary),
  })
  return server
}
