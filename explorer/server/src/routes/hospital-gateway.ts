import type { Request, ResponseToolkit, Server } from '@hapi/hapi'
import { field, type KeyId } from '@huren/records'
import Joi from 'joi'
import { isInnerList, parseDictionary } from 'structured-headers'
import { type HospitalContext, hospitalOf } from '../hospital/context.ts'
import { deskState } from '../hospital/keys.ts'
import { problem } from '../patient/context.ts'
import { logged } from './statements.ts'

/** What a desk may ask of the gateway through this server; it signs each of them itself (RFC 9421). */
const calls = [
  ['GET', 'queue'],
  ['GET', 'refusals'],
  ['GET', 'dead-letters'],
  ['POST', 'dead-letters/{id}/replay'],
  ['POST', 'dead-letters/{id}/discard'],
  ['GET', 'statements'],
  ['GET', 'statements/{id}'],
] as const

/** Milliseconds for the gateway's whole answer, and its largest size in bytes. */
const patience = 5_000
const largest = 16 * 1024 * 1024
const carried = ['signature', 'signature-input']

/** The key that a request says it is signed with; what it is worth, the gateway finds out. */
const keyIn = (header: unknown): string | undefined => {
  try {
    const [first] = parseDictionary(String(header)).values()
    const keyid = first && isInnerList(first) ? first[1].get('keyid') : undefined
    return typeof keyid === 'string' ? keyid : undefined
  } catch {
    return undefined
  }
}

const readAll = async ({ body }: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > largest)
      throw problem(502, 'gateway-answer-too-large', '网关的回答过大', 'The gateway’s answer is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * Carries a desk's signed questions to the gateway as they are. This server holds no key of a hospital: it can leave a
 * question out, and can neither ask one nor change it.
 */
export const hospitalGatewayRoutes = (server: Server, { settings, index }: HospitalContext): void => {
  const checkKey = async (request: Request) => {
    const key = keyIn(request.headers['signature-input'])
    if (!key || field.keyId().validate(key).error)
      throw problem(401, 'signature-required', '请用本机密钥签名', 'Sign with this desk’s key')
    const { state } = await deskState(index, hospitalOf(request), key as KeyId)
    if (state === 'foreign' || state === 'unregistered')
      throw problem(
        403,
        'foreign-key',
        '这不是本机构登记的密钥',
        'This key is not registered for your institution',
      )
  }
  const carry = async (request: Request, h: ResponseToolkit) => {
    if (!settings.gateway) throw problem(404, 'no-gateway', '没有配置网关', 'No gateway is configured')
    await checkKey(request)
    const path = (request.raw.req.url ?? '').replace('/api/hospital/gateway/', '/v1/')
    const away = () => problem(502, 'gateway-away', '网关没有回应', 'The gateway does not answer')
    const answer = await fetch(settings.gateway + path, {
      method: request.method,
      headers: carried.map((name) => [name, String(request.headers[name] ?? '')]),
      signal: AbortSignal.timeout(patience),
    }).catch(() => {
      throw away()
    })
    const text = await readAll(answer).catch((error: unknown) => {
      throw error instanceof Error && 'isBoom' in error ? error : away()
    })
    // nothing but JSON comes through, whatever the gateway calls it
    return h
      .response(text)
      .code(answer.status)
      .type(answer.ok ? 'application/json' : 'application/problem+json')
  }
  for (const [method, path] of calls)
    server.route({
      method,
      path: `/api/hospital/gateway/${path}`,
      options: {
        ...logged,
        ...(method === 'POST' && { payload: { maxBytes: 1024, parse: false } }),
        ...(path.includes('{id}') && {
          validate: { params: Joi.object({ id: field.statementId().required() }) },
        }),
      },
      handler: carry,
    })
}
