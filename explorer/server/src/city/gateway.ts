import { readFile } from 'node:fs/promises'
import type { GatewayLoad, GatewayState, Known } from '@huren/explorer-model'
import Joi from 'joi'
import { known, patience, unknown } from './known.ts'
import type { CitySite } from './sites.ts'

const readiness = Joi.object({
  ready: Joi.boolean().required(),
  ledger: Joi.object({ height: Joi.number().allow(null).required() })
    .unknown()
    .required(),
  queue: Joi.object({ writable: Joi.boolean().required() }).unknown().required(),
  index: Joi.object({ lag: Joi.number().allow(null).required() })
    .unknown()
    .required(),
}).unknown()

const ask = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { headers, signal: AbortSignal.timeout(patience) })

const silent = () => unknown('网关没有回应', 'the gateway does not answer')
const notConfigured = () => unknown('没有配置网关地址', 'no gateway is configured')

const stateOf = async (gateway: string): Promise<Known<GatewayState>> => {
  // 503 has the same body: not ready, and why
  const ready: unknown = await (await ask(`${gateway}/readyz`)).json()
  const about = Object(await (await ask(`${gateway}/v1/about`)).json())
  const { error, value } = readiness.validate(ready)
  if (error) return unknown('网关的回应无法读取', 'the gateway’s answer cannot be read')
  return known({
    ready: value.ready,
    ledgerHeight: value.ledger.height,
    indexLag: value.index.lag,
    queueWritable: value.queue.writable,
    version: String(about.version ?? ''),
    chaincode: String(about.chaincode ?? ''),
  })
}

export const gatewayState = async ({ gateway }: CitySite): Promise<Known<GatewayState>> =>
  gateway ? stateOf(gateway).catch(silent) : notConfigured()

/** A metric without labels (Prometheus text exposition format). */
const metricIn = (text: string) => (name: string) => {
  const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(text) ?? []
  return value === undefined ? Number.NaN : Number(value)
}

const loadOf = async (gateway: string, tokenFile: string | undefined): Promise<Known<GatewayLoad>> => {
  const token = tokenFile && (await readFile(tokenFile, 'utf8')).trim()
  const answer = await ask(`${gateway}/metrics`, token ? { authorization: `Bearer ${token}` } : {})
  if (answer.status === 401)
    return unknown(
      '网关的 /metrics 需要令牌（metricsToken）',
      'the gateway’s /metrics asks for a token (metricsToken)',
    )
  const metric = metricIn(await answer.text())
  const load = {
    queued: metric('huren_queue_statements'),
    queuedBytes: metric('huren_queue_bytes'),
    deadLetters: metric('huren_dead_letters'),
    accepted: metric('huren_statements_accepted_total'),
    streams: metric('huren_event_streams'),
  }
  if (Object.values(load).some(Number.isNaN))
    return unknown('网关的 /metrics 没有这些指标', 'the gateway’s /metrics does not have these figures')
  return known(load)
}

export const gatewayLoad = async ({ gateway, metricsToken }: CitySite): Promise<Known<GatewayLoad>> =>
  gateway ? loadOf(gateway, metricsToken).catch(silent) : notConfigured()
