import { timingSafeEqual } from 'node:crypto'
import Joi from 'joi'
import manifest from '../../package.json' with { type: 'json' }
import type { Context } from '../context.ts'
import { Problem } from '../http/problem.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { describe } from '../ledger/failure.ts'
import { within } from '../within.ts'
import { publicKey } from './schemas.ts'

/** Milliseconds for which a readiness check waits for the ledger. */
const patience = 3000

const health = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/healthz',
    tag: 'operation',
    summary: { zh: '存活检查', en: 'The process answers' },
    access: 'public',
    answers: {
      200: { description: { zh: '存活', en: 'Alive' }, schema: Joi.object({ status: Joi.valid('ok') }) },
    },
    handle: () => ({ status: 'ok' }),
  })

/** What a gateway needs to do its work: the ledger, a disk that takes writes, an index that keeps up. */
const check = async ({ ledger, projection, disk, config }: Context) => {
  const height = await within(ledger.height(), patience).catch(describe)
  const writable = await disk.write([]).then(
    () => true,
    () => false,
  )
  const reachable = typeof height === 'number'
  const lag = reachable ? height - projection.height : null
  const ready = reachable && writable && lag !== null && lag <= config.maximumLag
  return {
    ready,
    ledger: { reachable, height: reachable ? height : null },
    queue: { writable },
    index: { lag },
  }
}

const readiness = (context: Context): Route => {
  const schema = Joi.object({
    ready: Joi.boolean().required(),
    ledger: Joi.object({ reachable: Joi.boolean(), height: Joi.number().allow(null) }),
    queue: Joi.object({ writable: Joi.boolean() }),
    index: Joi.object({ lag: Joi.number().allow(null).description('blocks') }),
  })
  return defineRoute({
    method: 'GET',
    path: '/readyz',
    tag: 'operation',
    summary: { zh: '就绪检查：账本、队列、索引', en: 'Ready: ledger, queue and index' },
    access: 'public',
    answers: {
      200: { description: { zh: '就绪', en: 'Ready' }, schema },
      503: { description: { zh: '未就绪', en: 'Not ready' }, schema },
    },
    handle: async ({ h }) => {
      const state = await check(context)
      return h.response(state).code(state.ready ? 200 : 503)
    },
  })
}

const isToken = (header: unknown, token: string): boolean => {
  const given = Buffer.from(String(header ?? ''))
  const expected = Buffer.from(`Bearer ${token}`)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

const metricsRoute = ({ metrics, config }: Context): Route =>
  defineRoute({
    method: 'GET',
    path: '/metrics',
    tag: 'operation',
    summary: { zh: 'Prometheus 指标', en: 'Prometheus metrics' },
    access: 'public',
    answers: { 200: { description: { zh: '指标', en: 'Metrics' }, type: 'text/plain' } },
    handle: async ({ request, h }) => {
      if (config.metricsToken && !isToken(request.headers.authorization, config.metricsToken))
        throw new Problem('credential-invalid', 'the metrics ask for their token')
      return h.response(await metrics.registry.metrics()).type(metrics.registry.contentType)
    },
  })

const gateway = ({ promises }: Context): Route =>
  defineRoute({
    method: 'GET',
    path: '/v1/gateway',
    tag: 'operation',
    summary: { zh: '网关公钥，用于验证承诺', en: 'The gateway’s key, with which its promises are verified' },
    access: 'public',
    answers: { 200: { description: { zh: '公钥', en: 'The key' }, schema: publicKey } },
    handle: () => {
      const { id, algorithm, publicKey } = promises.key
      return { id, algorithm, publicKey }
    },
  })

const about = ({ promises, ledger, projection, queue, config }: Context): Route =>
  defineRoute({
    method: 'GET',
    path: '/v1/about',
    tag: 'operation',
    summary: { zh: '运行信息', en: 'What is running' },
    access: 'public',
    answers: {
      200: { description: { zh: '运行信息', en: 'What is running' }, schema: Joi.object().unknown() },
    },
    handle: async () => ({
      name: '互认 Huren',
      version: manifest.version,
      node: process.version,
      gateway: promises.key.id,
      channel: config.ledger.channel,
      chaincode: config.ledger.chaincode,
      ledger: { height: (await within(ledger.height(), patience).catch(() => undefined)) ?? null },
      index: { height: projection.height },
      queue: { statements: queue.size },
      ...(config.explorer && { explorer: config.explorer }),
    }),
  })

export const statusRoutes = (context: Context): Route[] => [
  health(),
  readiness(context),
  metricsRoute(context),
  gateway(context),
  about(context),
]
