import { test } from 'tap'
import { encodeBase64 } from './core/encoding.ts'
import { Refusal, type RefusalCode } from './core/refusal.ts'
import { sample } from './core/samples.ts'
import { type GatewayPromise, parsePromise } from './promise.ts'
import { makeEnvelope } from './statement.ts'

const { key: gateway } = sample.key('ES256')
const given: GatewayPromise = {
  statements: [sample.statement(1), sample.statement(2)],
  receivedAt: sample.at(21),
  deadline: sample.at(21, '08:01:00Z'),
  gateway,
}
const envelope = (payload: object, keyid = gateway, type = 'promise') =>
  JSON.stringify(
    makeEnvelope(type, new TextEncoder().encode(JSON.stringify(payload)), [
      { keyid, sig: encodeBase64(new Uint8Array(64)) },
    ]),
  )

test('EXCH-9: a promise is read', async (t) => {
  t.same(parsePromise(envelope(given)).payload, given)
})

test('a promise that promises nothing is refused', async (t) => {
  const cases: [RefusalCode, string][] = [
    ['payload-invalid', envelope({ ...given, deadline: given.receivedAt })],
    ['payload-invalid', envelope({ ...given, deadline: undefined })],
    ['payload-invalid', envelope({ ...given, note: 'soon' })],
    ['payload-invalid', envelope({ ...given, statements: [] })],
    ['payload-invalid', envelope({ ...given, statements: [sample.statement(1), sample.statement(1)] })],
    ['key-id-mismatch', envelope(given, sample.key('SM2-SM3').key)],
    ['payload-type-unknown', envelope(given, gateway, 'report')],
  ]
  for (const [code, text] of cases)
    try {
      parsePromise(text)
      t.fail(code)
    } catch (refusal) {
      t.equal(refusal instanceof Refusal && refusal.code, code)
    }
})
