import type { Server } from '@hapi/hapi'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Person } from './accounts.ts'
import type { Client } from './provider.ts'
import type { Sessions } from './sessions.ts'

const sessionCookie = 'huren_session'
const stepCookie = 'huren_sign_in'

interface Step {
  readonly verifier: string
  readonly state: string
  readonly nonce: string
}

const discover = (issuer: string, client: Client) =>
  discovery(
    new URL(issuer),
    client.id,
    { client_secret: client.secret, id_token_signed_response_alg: 'ES256' },
    undefined,
    {
      // only a provider on this very machine is asked in the clear
      execute: /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(issuer) ? [allowInsecureRequests] : [],
    },
  )

const word = (value: unknown) => (typeof value === 'string' ? value : '')

/**
 * Sign-in by OpenID Connect: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1), then
 * a session of our own in a cookie that scripts cannot read.
 */
export const signInRoutes = (
  server: Server,
  url: string,
  issuer: string,
  client: Client,
  sessions: Sessions,
): void => {
  const cookie = {
    path: '/',
    isHttpOnly: true,
    isSameSite: 'Lax',
    isSecure: url.startsWith('https:'),
    encoding: 'none',
  } as const
  server.state(sessionCookie, cookie)
  server.state(stepCookie, { ...cookie, encoding: 'base64json', ttl: 600_000 })
  let known: ReturnType<typeof discover> | undefined
  const provider = () => {
    known ??= discover(issuer, client)
    known.catch(() => {
      known = undefined
    })
    return known
  }
  server.auth.scheme('session', () => ({
    authenticate: (request, h) => {
      const person = sessions.find(word(request.state[sessionCookie]), request.path !== '/api/events')
      if (person) return h.authenticated({ credentials: { user: person, scope: [person.role] } })
      const body = { status: 401, code: 'not-signed-in', title: '请先登录 Sign in first' }
      return h.response(body).code(401).type('application/problem+json').takeover()
    },
  }))
  server.auth.strategy('session', 'session')
  server.auth.default('session')
  server.route({
    method: 'GET',
    path: '/sign-in',
    options: { auth: false },
    handler: async (_, h) => {
      const step: Step = { verifier: randomPKCECodeVerifier(), state: randomState(), nonce: randomNonce() }
      const target = buildAuthorizationUrl(await provider(), {
        redirect_uri: `${url}/sign-in/callback`,
        scope: 'openid profile',
        code_challenge: await calculatePKCECodeChallenge(step.verifier),
        code_challenge_method: 'S256',
        state: step.state,
        nonce: step.nonce,
        prompt: 'login',
      })
      return h.redirect(target.href).state(stepCookie, step)
    },
  })
  server.route({
    method: 'GET',
    path: '/sign-in/callback',
    options: { auth: false },
    handler: async (request, h) => {
      const step: Partial<Step> = Object(request.state[stepCookie])
      if (!step.verifier || !step.state || !step.nonce) return h.redirect('/sign-in')
      const tokens = await authorizationCodeGrant(
        await provider(),
        new URL(`${url}${request.url.pathname}${request.url.search}`),
        {
          pkceCodeVerifier: step.verifier,
          expectedState: step.state,
          expectedNonce: step.nonce,
        },
      ).catch(() => undefined)
      const claims = tokens?.claims()
      if (!claims) return h.redirect('/sign-in').unstate(stepCookie)
      const person: Person = {
        account: claims.sub,
        name: word(claims.name),
        role: word(claims.role),
        ...(claims.institution !== undefined && { institution: word(claims.institution) }),
        ...(claims.city !== undefined && { city: word(claims.city) }),
      }
      return h
        .redirect(person.role === 'patient' ? '/patient' : '/')
        .unstate(stepCookie)
        .state(sessionCookie, sessions.begin(person))
    },
  })
  server.route({
    method: 'POST',
    path: '/sign-out',
    handler: (request, h) => {
      sessions.end(word(request.state[sessionCookie]))
      return h.response().code(204).unstate(sessionCookie)
    },
  })
}
