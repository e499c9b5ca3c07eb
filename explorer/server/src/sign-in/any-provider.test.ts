import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { type Test, test } from 'tap'
import { browser } from '../testing/browser.ts'
import { startWith } from '../testing/start.ts'

const people: Readonly<Record<string, object>> = {
  inspector: { name: '巡查员', role: 'regulator' },
  stranger: { name: '路人' },
}

/** Somebody else's provider of OpenID Connect, with a form of its own. */
const startProvider = async (t: Test, client: { id: string; secret: string }, callback: () => string) => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let handle: ReturnType<Provider['callback']> | undefined
  const server = createServer((request, response) => void handle?.(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const begin = () => {
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: client.id,
          client_secret: client.secret,
          redirect_uris: [callback()],
          id_token_signed_response_alg: 'ES256',
        },
      ],
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: '1' }] },
      cookies: { keys: [randomBytes(32).toString('hex')] },
      claims: { openid: ['sub'], profile: ['name', 'role'] },
      conformIdTokenClaims: false,
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    })
    handle = provider.callback()
  }
  return { issuer, begin }
}

test('any provider of OpenID Connect by configuration; who has no role there reads nothing here', async (t) => {
  const client = { id: 'explorer-of-the-province', secret: randomBytes(16).toString('hex') }
  let callback = ''
  const provider = await startProvider(t, client, () => callback)
  const { url } = await startWith(t, [], () => ({
    signIn: { kind: 'provider', issuer: provider.issuer, clientId: client.id, clientSecret: client.secret },
  }))
  callback = `${url}/sign-in/callback`
  provider.begin()
  for (const [login, status] of [
    ['inspector', 200],
    ['stranger', 403],
  ] as const) {
    const one = browser(provider.issuer)
    // the provider's forms: who it is, and that this explorer may know
    let { at } = await one.follow(`${url}/sign-in`)
    t.match(at, provider.issuer, 'asked there, not here')
    for (const prompt of ['login', 'consent']) {
      const body = new URLSearchParams({ prompt, login, password: 'x' })
      at = (await one.follow(at, { method: 'POST', body })).at
    }
    t.match(await (await one.send(`${url}/api/me`)).json(), { account: login })
    t.equal((await one.send(`${url}/api/counts`)).status, status, login)
  }
  const forged = browser(url)
  await forged.send('/sign-in')
  await forged.follow(`/sign-in/callback?code=${'a'.repeat(43)}&state=forged`)
  t.equal((await forged.send('/api/me')).status, 401, 'a code that was not asked for signs nobody in')
})
