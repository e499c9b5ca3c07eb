import { generateKey } from '@huren/crypto-config'
import {
  encodeBase64,
  makeEnvelope,
  payloadType,
  preAuthEncoding,
  Refusal,
  type StatementId,
} from '@huren/records'
import { test } from 'tap'
import { PromiseError, verifyPromise } from './promise.ts'

const gateway = generateKey('SM2-SM3')
const statement = 'a'.repeat(64) as StatementId
const document = {
  statements: ['c'.repeat(64), statement],
  receivedAt: '2026-11-21T08:00:00.000Z',
  deadline: '2026-11-21T09:00:00.000Z',
  gateway: gateway.id,
}

const signed = (content: object, name = 'promise') => {
  const bytes = new TextEncoder().encode(JSON.stringify(content))
  const sig = encodeBase64(gateway.sign(preAuthEncoding(payloadType(name), bytes)))
  return makeEnvelope(name, bytes, [{ keyid: gateway.id, sig }])
}
const promise = signed(document)

test('SEC-6 (non-repudiation): a promise of this gateway for this statement', async (t) => {
  t.match(verifyPromise(promise, gateway, statement), document)
})

test('what is not that promise is told apart', async (t) => {
  const other = generateKey('SM2-SM3')
  const refuses = (title: string, attempt: () => unknown) => t.throws(attempt, PromiseError, title)
  const malformed = (title: string, attempt: () => unknown) => t.throws(attempt, Refusal, title)
  refuses('another statement', () => verifyPromise(promise, gateway, 'b'.repeat(64) as StatementId))
  refuses('another gateway', () => verifyPromise(promise, other, statement))
  refuses('a forged signature', () =>
    verifyPromise(
      { ...promise, signatures: [{ keyid: gateway.id, sig: Buffer.alloc(64, 1).toString('base64') }] },
      gateway,
      statement,
    ),
  )
  refuses('a changed deadline', () => {
    const changed = { ...document, deadline: '2027-11-21T09:00:00.000Z' }
    const payload = Buffer.from(JSON.stringify(changed)).toString('base64')
    return verifyPromise({ ...promise, payload }, gateway, statement)
  })
  malformed('another kind of document', () => verifyPromise(signed(document, 'report'), gateway, statement))
  malformed('no deadline', () => {
    const { deadline: _, ...without } = document
    return verifyPromise(signed(without), gateway, statement)
  })
})
