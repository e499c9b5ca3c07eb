import { test } from 'tap'
import { codeOf, start } from '../testing/patient.ts'

test('passkeys: where an address can have them; what is not known signs nobody in', async (t) => {
  const { signedIn } = await start(t)
  const one = await signedIn('one')
  t.match(await (await one.get('site')).json(), { passkeys: false }, 'not at a bare address')
  t.equal((await one.get('passkey')).status, 404)
  const { url } = await start(t, { listen: { host: 'localhost', port: 0 } })
  const ask = (init?: RequestInit) => fetch(`${url}/patient/sign-in/passkey`, init)
  const options = Object(await (await ask()).json())
  t.match(options, { rpId: 'localhost', userVerification: 'required' })
  const answer = (body: unknown) =>
    ask({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const unknown = await answer({ id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {} })
  t.same(await codeOf(unknown), [403, 'passkey-refused'])
  t.notOk(unknown.headers.get('set-cookie'))
  t.equal((await answer({})).status, 400)
})
