import fc from 'fast-check'
import { test } from 'tap'
import { decodeBase64, encodeBase64 } from './core/encoding.ts'
import { checkShape, maximumEnvelopeBytes } from './core/envelope.ts'
import { payloadType } from './core/record-type.ts'
import { Refusal } from './core/refusal.ts'
import { sample } from './core/samples.ts'
import {
  encodePayload,
  isStatementOf,
  makeEnvelope,
  parseEnvelope,
  recordTypeNamed,
  recordTypeOf,
} from './statement.ts'
import { decision, recordTypes, report } from './types/index.ts'

const payloadBytes = encodePayload(report.valid[0]!.payload)
const signature = { keyid: sample.key('ES256').key, sig: encodeBase64(new Uint8Array(64)) }
const another = { ...signature, keyid: sample.key('SM2-SM3').key }
const good = makeEnvelope('report', payloadBytes, [signature])
const text = JSON.stringify(good)

const refusal = (of: string) => {
  try {
    parseEnvelope(of)
  } catch (caught) {
    if (caught instanceof Refusal) return [caught.code, caught.field]
    throw caught
  }
  return 'read'
}
const changed = (changes: object) => refusal(JSON.stringify({ ...good, ...changes }))
const signed = (...signatures: unknown[]) => changed({ signatures })
const withPayload = (payload: string | Uint8Array) =>
  changed({
    payload: encodeBase64(typeof payload === 'string' ? new TextEncoder().encode(payload) : payload),
  })

test('a statement of each type comes out of its envelope as it went in', async (t) => {
  for (const type of recordTypes)
    for (const { name, payload } of type.valid) {
      const bytes = encodePayload(payload)
      const statement = parseEnvelope(JSON.stringify(makeEnvelope(type.name, bytes, [signature, another])))
      t.same(statement.payload, payload, `${type.name}: ${name}`)
      t.same(statement.payloadBytes, bytes)
      t.equal(statement.type, type)
    }
})

test('CHAIN-1: the bytes are kept as they are, and signing anew is the same statement', async (t) => {
  const spaced = new TextEncoder().encode(JSON.stringify(report.valid[0]!.payload, null, 2))
  const one = parseEnvelope(JSON.stringify(makeEnvelope('report', spaced, [signature]), null, 1))
  t.same(one.payloadBytes, spaced)
  t.same(decodeBase64(one.envelope.payload), spaced)
  t.equal(one.id, parseEnvelope(JSON.stringify(makeEnvelope('report', spaced, [another]))).id)
  t.not(one.id, parseEnvelope(text).id)
})

test('a statement narrows to its type', async (t) => {
  const statement = parseEnvelope(text)
  if (isStatementOf(report, statement)) t.equal(statement.payload.version, 1)
  t.ok(isStatementOf(report, statement))
  t.notOk(isStatementOf(decision, statement))
  t.equal(recordTypeNamed('report'), report)
  t.equal(recordTypeOf(payloadType('report')), report)
  t.equal(recordTypeNamed('toString'), undefined)
})

test('bad envelopes are refused with a code and the field', async (t) => {
  t.same(refusal(text + ' '.repeat(maximumEnvelopeBytes)), ['envelope-too-large', undefined])
  t.same(refusal(text.slice(0, -1)), ['json-malformed', undefined])
  t.same(refusal('[]'), ['envelope-malformed', ''])
  t.same(refusal(text.replace('{', '{"payload":"",')), ['json-duplicate-key', undefined])
  t.same(refusal(text.replace('{', '{"__proto__":null,')), ['json-malformed', undefined])
  t.same(changed({ extra: 1 }), ['envelope-malformed', ''])
  t.same(changed({ payload: `${good.payload}\n` }), ['envelope-malformed', 'payload'])
  t.same(changed({ payload: 7 }), ['envelope-malformed', 'payload'])
  t.same(changed({ payloadType: 'text/plain' }), ['payload-type-unknown', 'payloadType'])
  t.same(changed({ payloadType: payloadType('decision') }).at(0), 'payload-invalid')
  t.same(changed({ payloadType: 'x'.repeat(129) }), ['envelope-malformed', 'payloadType'])
})

test('the quick look at an envelope lets nothing pass that its schema refuses', async () => {
  const values = fc.oneof(
    { arbitrary: fc.constantFrom('', 'x', 'x'.repeat(128), 'x'.repeat(129), 7, null, {}, []), weight: 1 },
    { arbitrary: fc.constant(good.signatures), weight: 2 },
    {
      arbitrary: fc.array(fc.constantFrom(signature, { ...signature, cert: '' }, { sig: '' }, 7)),
      weight: 2,
    },
  )
  const names = fc.constantFrom('payloadType', 'payload', 'signatures', 'toString', 'extra')
  const changes = fc.array(fc.tuple(names, values), { maxLength: 3 })
  const outcome = (value: unknown, isSound?: boolean) => {
    try {
      checkShape(value, isSound)
      return 'an envelope'
    } catch (caught) {
      return caught instanceof Refusal ? `${caught.message} ${caught.field}` : caught
    }
  }
  fc.assert(
    fc.property(
      changes,
      fc.subarray(['payloadType', 'payload', 'signatures', 'toString']),
      (changed, kept) => {
        const members = Object.entries({ ...good, ...Object.fromEntries(changed) })
        const value = Object.fromEntries(members.filter(([name]) => kept.length === 0 || kept.includes(name)))
        return outcome(value) === outcome(value, false)
      },
    ),
    { numRuns: 2000 },
  )
  for (const value of [null, [], 'x', 7])
    if (outcome(value) !== outcome(value, false)) throw new Error(String(value))
})

test('bad signatures are refused before anybody verifies them', async (t) => {
  const many = Array.from({ length: 9 }, (_, n) => ({ ...signature, keyid: sample.statement(n) }))
  t.same(signed(...many), ['envelope-malformed', 'signatures'])
  t.same(signed(...many.slice(1)), 'read')
  t.same(signed(), ['signature-missing', 'signatures'])
  t.same(signed(signature, signature), ['signature-duplicate', 'signatures'])
  t.same(
    signed(signature, { ...signature, sig: encodeBase64(new Uint8Array(64).fill(1)) }).at(0),
    'signature-duplicate',
  )
  t.same(signed({ ...signature, keyid: 'A'.repeat(64) }), ['signature-malformed', 'signatures.0.keyid'])
  t.same(signed({ ...signature, sig: encodeBase64(new Uint8Array(65)) }), [
    'signature-malformed',
    'signatures.0.sig',
  ])
  t.same(signed(another, { ...signature, sig: 'AA' }), ['signature-malformed', 'signatures.1.sig'])
  t.same(signed({ ...signature, cert: '' }), ['envelope-malformed', ''])
})

test('bad payloads are refused with a code and the field', async (t) => {
  const payload = new TextDecoder().decode(payloadBytes)
  t.same(withPayload(''), ['envelope-malformed', 'payload'])
  t.same(withPayload('null'), ['payload-invalid', ''])
  t.same(withPayload(payload.replace('{', '{"version":1,')), ['json-duplicate-key', undefined])
  t.same(withPayload(payload.replace('final', String.raw`\ud83d`)), ['unicode-ill-formed', undefined])
  t.same(withPayload(Uint8Array.of(...payloadBytes, 0xff)), ['unicode-ill-formed', undefined])
  t.same(withPayload(`\ufeff${payload}`), ['json-malformed', undefined])
  t.same(withPayload(payload.replace('"version":1', '"version":1.5')), ['payload-invalid', 'version'])
})

test('a refusal repeats nothing of what was sent', async (t) => {
  for (const payload of ['{"张三":"13800138000"}', '{"issuer":"张三"}', '{"issuedAt":13800138000}'])
    try {
      parseEnvelope(JSON.stringify({ ...good, payload: encodeBase64(new TextEncoder().encode(payload)) }))
      t.fail('read')
    } catch (caught) {
      t.notMatch(`${caught}${JSON.stringify(caught)}`, /张三|13800138000/)
    }
})
