import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Request, ResponseToolkit, Server } from '@hapi/hapi'
import type { Context } from '../context.ts'
import { HttpProblem } from '../http/problem.ts'
import { isTilePath } from '../publish/paths.ts'

/** A file of the published folder, or undefined. */
const read = (context: Context, path: string) =>
  readFile(join(context.publisher.folder, path)).catch(() => undefined)

const tile = (context: Context) => async (request: Request, h: ResponseToolkit) => {
  const path = request.path.slice(1)
  const bytes = isTilePath(path) ? await read(context, path) : undefined
  if (!bytes) throw new HttpProblem('not-found', 'the log has no such tile')
  return h
    .response(bytes)
    .type('application/octet-stream')
    .header('cache-control', 'public, max-age=31536000, immutable')
}

const checkpoint = (context: Context) => async (_: Request, h: ResponseToolkit) => {
  const note = await read(context, 'checkpoint')
  if (!note) throw new HttpProblem('not-found', 'the log has no checkpoint yet')
  return h.response(note).type('text/plain; charset=utf-8').header('cache-control', 'public, max-age=2')
}

/** The log as C2SP tlog-tiles has it: public, since its entries are commitments that only their salts open. */
export const fileRoutes = (server: Server, context: Context): void => {
  const options = { cors: true }
  server.route([
    { method: 'GET', path: '/checkpoint', options, handler: checkpoint(context) },
    { method: 'GET', path: '/tile/{path*}', options, handler: tile(context) },
  ])
}
