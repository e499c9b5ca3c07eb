import { Readable } from 'node:stream'
import { recordTypes } from '@huren/records'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { Problem } from '../http/problem.ts'
import { defineRoute, type Route } from '../http/route.ts'

const position = Joi.string().pattern(/^\d{10}-\d{5}-\d{5}$/, 'position')
const names = recordTypes.map(({ name }) => name)

/** Milliseconds without the reader taking anything, after which its line is cut; it resumes where it was. */
const stalled = 60_000

/** Counts open streams, so that nobody takes all of them. */
const createGate = ({ config, metrics }: Context) => {
  const open = new Map<string, number>()
  let all = 0
  const change = (name: string, by: number) => {
    all += by
    const count = (open.get(name) ?? 0) + by
    if (count === 0) open.delete(name)
    else open.set(name, count)
    metrics.followers.set(all)
  }
  return {
    enter(name: string): () => void {
      if (all >= config.streams.all)
        throw new Problem('queue-full', 'too many streams are open', { retryAfter: 30 })
      if ((open.get(name) ?? 0) >= config.streams.perCaller)
        throw new Problem('rate-limited', 'too many streams of yours are open', { retryAfter: 30 })
      change(name, 1)
      return () => change(name, -1)
    },
  }
}

const follow = (context: Context, gate: ReturnType<typeof createGate>): Route =>
  defineRoute<unknown, { type?: string; after?: string }>({
    method: 'GET',
    path: '/v1/events',
    tag: 'events',
    summary: {
      zh: '已上链声明的事件流（SSE），可从 Last-Event-ID 续传',
      en: 'Committed statements as server-sent events; resumes after Last-Event-ID',
    },
    access: 'caller',
    query: Joi.object({
      type: Joi.string()
        .pattern(/^[a-z-]+(,[a-z-]+)*$/, 'types')
        .description('statement types, separated by commas'),
      after: position.description('like Last-Event-ID; without either only what comes is sent'),
    }),
    headers: Joi.object({ 'last-event-id': position }),
    answers: {
      200: { description: { zh: '事件流', en: 'The stream' }, type: 'text/event-stream' },
    },
    handle: async ({ query, caller, request, h }) => {
      const asked = request.headers['last-event-id'] ?? query.after
      const { error, value } = position.validate(asked)
      if (error)
        throw new Problem('parameter-invalid', 'Last-Event-ID is no position', { field: 'last-event-id' })
      const types = query.type?.split(',') ?? []
      if (types.some((type) => !names.includes(type)))
        throw new Problem('parameter-invalid', `types are ${names.join(', ')}`, { field: 'type' })
      const leave = gate.enter(caller.name)
      const gone = new AbortController()
      const signal = AbortSignal.any([gone.signal, context.stop.signal])
      const after = value ?? (await context.events.end())
      const stream = Readable.from(context.events.follow({ caller, types, after, signal }), {
        objectMode: false,
        highWaterMark: 64 * 1024,
      })
      request.raw.res.setTimeout(stalled, () => request.raw.req.destroy())
      request.raw.req.once('close', () => gone.abort())
      stream.once('close', leave).once('close', () => gone.abort())
      stream.on('error', () => stream.destroy())
      return h.response(stream).type('text/event-stream').header('x-accel-buffering', 'no')
    },
  })

export const eventRoutes = (context: Context): Route[] => [follow(context, createGate(context))]
