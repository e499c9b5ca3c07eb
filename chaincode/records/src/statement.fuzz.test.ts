import fc from 'fast-check'
import { test } from 'tap'
import { encodeBase64 } from './core/encoding.ts'
import { Refusal } from './core/refusal.ts'
import { sample } from './core/samples.ts'
import { encodePayload, makeEnvelope, parseEnvelope } from './statement.ts'
import { recordTypes } from './types/index.ts'

/** Ten times as much: `FUZZ=10 node chaincode/records/src/statement.fuzz.test.ts` */
const numRuns = 1000 * Number(process.env.FUZZ ?? 1)
const signature = { keyid: sample.key('ES256').key, sig: encodeBase64(new Uint8Array(64)) }
const seal = (name: string, bytes: Uint8Array) => JSON.stringify(makeEnvelope(name, bytes, [signature]))
const payloads = recordTypes.flatMap(({ name, valid }) => valid.map(({ payload }) => ({ name, payload })))
const vector = fc.constantFrom(...payloads)
const name = fc.constantFrom(...recordTypes.map((type) => type.name))

/** Either a statement that says what was sent, or a refusal; anything else is thrown on. */
const readOrRefused = (text: string): boolean => {
  try {
    const { payload, payloadBytes } = parseEnvelope(text)
    return JSON.stringify(payload) === JSON.stringify(JSON.parse(new TextDecoder().decode(payloadBytes)))
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal.detail.length > 0
    throw refusal
  }
}
const holds = <T>(arbitrary: fc.Arbitrary<T>, text: (value: T) => string) =>
  fc.assert(
    fc.property(arbitrary, (value) => readOrRefused(text(value))),
    { numRuns },
  )

test('any text, as an envelope or as a payload', async () => {
  holds(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.string()), (text) => text)
  holds(fc.tuple(name, fc.uint8Array()), ([type, bytes]) => seal(type, bytes))
  holds(fc.tuple(name, fc.json()), ([type, json]) => seal(type, new TextEncoder().encode(json)))
})

test('an envelope cut off anywhere', async () => {
  holds(fc.tuple(vector, fc.nat(2000)), ([{ name, payload }, length]) =>
    seal(name, encodePayload(payload)).slice(0, length),
  )
})

test('an envelope with a few bytes changed', async () => {
  const edit = fc.tuple(fc.nat(2000), fc.string({ unit: 'binary', maxLength: 3 }), fc.nat(3))
  holds(fc.tuple(vector, fc.array(edit, { minLength: 1, maxLength: 4 })), ([{ name, payload }, edits]) =>
    edits.reduce(
      (text, [at, insert, removed]) => text.slice(0, at) + insert + text.slice(at + removed),
      seal(name, encodePayload(payload)),
    ),
  )
})

test('a payload with a few bytes changed', async () => {
  const edit = fc.tuple(fc.nat(600), fc.uint8Array({ maxLength: 3 }), fc.nat(3))
  holds(fc.tuple(vector, fc.array(edit, { minLength: 1, maxLength: 4 })), ([{ name, payload }, edits]) =>
    seal(
      name,
      edits.reduce(
        (bytes, [at, insert, removed]) =>
          Uint8Array.of(...bytes.slice(0, at), ...insert, ...bytes.slice(at + removed)),
        encodePayload(payload),
      ),
    ),
  )
})

test('a payload with a field replaced by any JSON', async () => {
  const value = fc.jsonValue({ maxDepth: 9 })
  holds(fc.tuple(vector, fc.nat(20), value), ([{ name, payload }, at, replacement]) => {
    const fields = Object.keys(payload)
    const field = fields[at % fields.length] ?? 'issuer'
    return seal(name, new TextEncoder().encode(JSON.stringify({ ...payload, [field]: replacement })))
  })
})
