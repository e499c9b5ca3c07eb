import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Request, ResponseToolkit, Server } from '@hapi/hapi'
import Provider, { type Configuration } from 'oidc-provider'
import type { Accounts } from './accounts.ts'
import type { Attempts } from './attempts.ts'
import { signInPage } from './page.ts'

export interface Client {
  readonly id: string
  readonly secret: string
}

const configuration = (accounts: Accounts, client: Client, callback: string): Configuration => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [callback],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: '1' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    claims: { openid: ['sub'], profile: ['name', 'role', 'institution', 'city'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_, { uid }) => `/sign-in/${uid}` },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
    findAccount: (_, id) => {
      const person = accounts.find(id)
      if (!person) return undefined
      const { name, role, institution, city } = person
      return { accountId: id, claims: () => ({ sub: id, name, role, institution, city }) }
    },
    // the one client is this explorer itself: nobody has to consent to it
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: client.id,
        ...(oidc.session?.accountId && { accountId: oidc.session.accountId }),
      })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
  }
}

/** An OpenID Connect provider inside the explorer, for trials: its accounts come from a file, its sessions are short. */
export const embedProvider = (
  server: Server,
  url: string,
  accounts: Accounts,
  attempts: Attempts,
  client: Client,
): void => {
  const provider = new Provider(`${url}/oidc`, configuration(accounts, client, `${url}/sign-in/callback`))
  const handle = provider.callback()
  const pass = async ({ raw: { req, res } }: Request, h: ResponseToolkit) => {
    Object.assign(req, { originalUrl: req.url })
    req.url = (req.url ?? '').replace('/oidc', '')
    const finished = once(res, 'finish')
    handle(req, res)
    await finished
    return h.abandon
  }
  // named one by one: a route for every method would yield to the files' route
  const path = '/oidc/{any*}'
  server.route({ method: 'GET', path, options: { auth: false }, handler: pass })
  server.route({
    method: 'POST',
    path,
    options: { auth: false, payload: { output: 'stream', parse: false } },
    handler: pass,
  })
  server.route({
    method: 'GET',
    path: '/sign-in/{uid}',
    options: { auth: false },
    handler: async ({ raw: { req, res } }, h) => {
      const known = await provider.interactionDetails(req, res).catch(() => undefined)
      return known ? signInPage(h) : h.redirect('/sign-in')
    },
  })
  server.route({
    method: 'POST',
    path: '/sign-in/{uid}',
    options: { auth: false, payload: { maxBytes: 4096 } },
    handler: (request, h) => answer(request, h),
  })
  const answer = async (request: Request, h: ResponseToolkit) => {
    const { req, res } = request.raw
    const known = await provider.interactionDetails(req, res).catch(() => undefined)
    if (!known) return h.redirect('/sign-in')
    const { account = '', password = '' } = Object(request.payload)
    const person = await attempts.check(String(account), String(password))
    if (person === 'wrong' || person === 'too-many') return signInPage(h, person)
    return h.redirect(await provider.interactionResult(req, res, { login: { accountId: person.account } }))
  }
}
