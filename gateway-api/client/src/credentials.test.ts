import { createHash } from 'node:crypto'
import { generateKey, type SigningKey, verifySignature } from '@huren/crypto-config'
import { algorithms } from '@huren/records'
import { httpbis } from 'http-message-signatures'
import { test } from 'tap'
import { bearer, httpAlgorithm, signedBy } from './credentials.ts'

const url = new URL('https://gateway.example:8443/base/v1/statements?item=L00001')
const body = new TextEncoder().encode('{"statements":[]}')
const request = { method: 'POST', url, headers: { 'content-type': 'application/json' }, body }

const verify = (key: SigningKey, message: { method: string; url: URL; headers: Record<string, string> }) =>
  httpbis.verifyMessage(
    {
      requiredFields: ['@method', '@authority', '@path', '@query', 'content-digest'],
      requiredParams: ['created', 'expires', 'nonce', 'keyid', 'alg'],
      keyLookup: async ({ keyid }) =>
        keyid === key.id
          ? {
              algs: [httpAlgorithm[key.algorithm]],
              verify: async (bytes, signature) => verifySignature(key, bytes, signature),
            }
          : null,
    },
    message,
  )

for (const algorithm of algorithms)
  test(`a request signed with ${algorithm} verifies (RFC 9421), a changed one does not`, async (t) => {
    const key = generateKey(algorithm)
    const signed = await signedBy(key)(request)
    t.equal(await verify(key, signed), true)
    const digest = createHash('sha256').update(body).digest('base64')
    t.equal(signed.headers['content-digest'], `sha-256=:${digest}:`, 'RFC 9530')

    const elsewhere = { ...signed, url: new URL('https://gateway.example:8443/base/v1/tokens?item=L00001') }
    t.equal(await verify(key, elsewhere), false, 'another path')
    t.equal(await verify(key, { ...signed, method: 'GET' }), false, 'another method')
    const headers = { ...signed.headers, 'content-digest': contentDigestOf('other') }
    t.equal(await verify(key, { ...signed, headers }), false, 'another body')
    t.not(await verify(generateKey(algorithm), signed), true, 'another key')
  })

const contentDigestOf = (text: string) => `sha-256=:${createHash('sha256').update(text).digest('base64')}:`

test('each attempt has a nonce of its own', async (t) => {
  const sign = signedBy(generateKey('ES256'))
  const [first, second] = [await sign(request), await sign(request)]
  t.not(first.headers['Signature-Input'], second.headers['Signature-Input'])
})

test('a token is shown as RFC 6750 says', async (t) => {
  const { headers } = await bearer('abc')(request)
  t.equal(headers.authorization, 'Bearer abc')
})
