import type { Lifecycle, Request, ResponseToolkit, ServerRoute } from '@hapi/hapi'
import type { Label } from '@huren/records'
import type Joi from 'joi'
import type { Means } from '../auth/authenticate.ts'
import { checkContentDigest } from '../auth/content-digest.ts'
import type { Caller } from '../auth/known-key.ts'
import { checkParameters, readBody } from './body.ts'
import { Problem } from './problem.ts'

declare module '@hapi/hapi' {
  interface UserCredentials {
    caller: Caller
    means: Means
  }
}

/** Who may come in: everybody, any known caller, an institution, a central organisation. */
export type Access = 'public' | 'caller' | 'institution' | 'central'

export interface Answer {
  readonly description: Label
  readonly schema?: Joi.Schema
  readonly type?: string
}

interface Input<P, Q, B> {
  readonly params: P
  readonly query: Q
  readonly body: B
  /** @throws Problem when the route is public: nobody was asked who they are */
  readonly caller: Caller
  readonly request: Request
  readonly h: ResponseToolkit
}

export interface RouteDefinition<P, Q, B> {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly tag: string
  readonly summary: Label
  readonly access: Access
  readonly params?: Joi.ObjectSchema<P>
  readonly query?: Joi.ObjectSchema<Q>
  readonly body?: Joi.Schema<B>
  readonly headers?: Joi.ObjectSchema
  readonly answers: Readonly<Record<number, Answer>>
  readonly handle: (input: Input<P, Q, B>) => Lifecycle.ReturnValue | Promise<Lifecycle.ReturnValue>
}

/** A route as the server and the documentation take it. */
export interface Route
  extends Pick<
    RouteDefinition<unknown, unknown, unknown>,
    'method' | 'path' | 'tag' | 'summary' | 'access' | 'answers'
  > {
  readonly schemas: {
    readonly params?: Joi.ObjectSchema
    readonly query?: Joi.ObjectSchema
    readonly headers?: Joi.ObjectSchema
    readonly body?: Joi.Schema
  }
  readonly server: ServerRoute
}

/** Largest body of a request, in bytes. */
export const maximumBody = 8 * 1024 * 1024

const payload = { parse: false, output: 'data' } as const

const bodyOf = (request: Request): Uint8Array | null =>
  request.payload instanceof Uint8Array ? request.payload : null

const checkType = (request: Request): void => {
  const type = String(request.headers['content-type'] ?? '')
  if (!/^application\/json *(;.*)?$/i.test(type))
    throw new Problem('content-type', 'the body must be application/json')
  if (request.headers['content-encoding'] !== undefined)
    throw new Problem('content-encoding', 'send the body without Content-Encoding')
}

/** A signature covers the digest of the body: here it is seen that this is the body. */
const checkDigest = (request: Request): void => {
  const body = bodyOf(request)
  if (!body || body.length === 0 || !('signature-input' in request.headers)) return
  checkContentDigest(request.headers['content-digest'] as string | undefined, body)
}

const mayEnter: Readonly<Record<Access, (caller: Caller) => boolean>> = {
  public: () => true,
  caller: () => true,
  institution: ({ role }) => role !== 'patient',
  central: ({ role }) => role === 'central',
}

const callerIn = (request: Request, access: Access): Caller => {
  const caller = request.auth.credentials?.user?.caller
  if (!caller) throw new Problem('signature-required', 'this needs a known caller')
  if (!mayEnter[access](caller)) throw new Problem('forbidden', `only for: ${access}`)
  return caller
}

const inputOf = <P, Q, B>(
  route: RouteDefinition<P, Q, B>,
  request: Request,
  h: ResponseToolkit,
): Input<P, Q, B> => {
  if (route.access !== 'public') callerIn(request, route.access)
  if (route.body) checkType(request)
  checkDigest(request)
  return {
    params: (route.params ? checkParameters(route.params, request.params) : {}) as P,
    query: (route.query ? checkParameters(route.query, request.query) : {}) as Q,
    body: (route.body ? readBody(route.body, bodyOf(request)) : undefined) as B,
    get caller() {
      return callerIn(request, route.access)
    },
    request,
    h,
  }
}

/** One route: what it takes, who may come in and what it answers, for the server and the documentation alike. */
export const defineRoute = <P = unknown, Q = unknown, B = unknown>(
  route: RouteDefinition<P, Q, B>,
): Route => {
  const { method, path, tag, summary, access, answers, params, query, body, headers } = route
  return {
    method,
    path,
    tag,
    summary,
    access,
    answers,
    schemas: {
      ...(params && { params }),
      ...(query && { query }),
      ...(headers && { headers }),
      ...(body && { body }),
    },
    server: {
      method,
      path,
      options: {
        auth: access === 'public' ? false : 'caller',
        ...(method === 'POST' && { payload }),
      },
      handler: (request, h) => route.handle(inputOf(route, request, h)),
    },
  }
}
