import { PassThrough } from 'node:stream'
import type { Server } from '@hapi/hapi'
import type { BlockRow } from '@huren/explorer-index'
import { scoped } from '../access/scope.ts'
import type { Context } from '../context.ts'
import { unlogged } from '../readings/log.ts'

/** Dashboards need to know that there is something new, not each block: at most two messages a second. */
const pause = 500
const alive = 15_000

/** Live updates (server-sent events): the newest block's number and how many statements there are. */
export const eventRoutes = (server: Server, { index, sessions }: Context): void => {
  const streams = new Set<PassThrough>()
  let waiting: NodeJS.Timeout | undefined
  const message = () =>
    `event: advanced\ndata: ${JSON.stringify({ height: index.height, statements: index.statements.size })}\n\n`
  const send = (text: string) => {
    for (const stream of streams) if (!stream.writableNeedDrain) stream.write(text)
  }
  const onAdvanced = (_: BlockRow) => {
    waiting ??= setTimeout(() => {
      waiting = undefined
      send(message())
    }, pause)
  }
  index.events.on('advanced', onAdvanced)
  const beat = setInterval(() => send(': alive\n\n'), alive)
  server.events.on('stop', () => {
    clearInterval(beat)
    clearTimeout(waiting)
    index.events.off('advanced', onAdvanced)
  })
  server.ext('onPreStop', () => {
    for (const stream of streams) stream.end()
  })
  server.route({
    method: 'GET',
    path: '/api/events',
    options: { app: { ...scoped, ...unlogged } },
    handler: (request, h) => {
      const stream = new PassThrough()
      const session = String(request.state.huren_session)
      // a stream does not outlive its session
      const watch = setInterval(() => {
        if (!sessions.find(session, false)) stream.end()
      }, alive)
      streams.add(stream)
      request.raw.req.once('close', () => {
        clearInterval(watch)
        streams.delete(stream)
        stream.end()
      })
      stream.write(message())
      return (
        h
          .response(stream)
          .type('text/event-stream')
          .header('cache-control', 'no-store')
          .header('x-accel-buffering', 'no')
          // compressed, it would wait for more
          .header('content-encoding', 'identity')
      )
    },
  })
}
