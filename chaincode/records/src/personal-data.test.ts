import fc from 'fast-check'
import { test } from 'tap'
import { encodeBase64 } from './core/encoding.ts'
import { Refusal } from './core/refusal.ts'
import { sample } from './core/samples.ts'
import { encodePayload, makeEnvelope, parseEnvelope, parseStatement } from './statement.ts'
import { personalData, personalNumber } from './testing/people.ts'
import { recordTypes } from './types/index.ts'

/** Ten times as much: `FUZZ=10 node chaincode/records/src/personal-data.test.ts` */
const numRuns = 50 * Number(process.env.FUZZ ?? 1)

const isRefused = (read: () => unknown): boolean => {
  try {
    read()
    return false
  } catch (refusal) {
    if (refusal instanceof Refusal) return true
    throw refusal
  }
}

/** Copies of a payload in which one string or number, at any depth, is replaced; and one for each longer array. */
const replacements = (value: unknown, by: (old: unknown) => unknown): unknown[] => {
  if (typeof value !== 'object' || value === null) return [by(value)]
  const inside = Object.entries(value).flatMap(([name, member]) =>
    replacements(member, by).map((changed) =>
      Array.isArray(value) ? value.with(Number(name), changed) : { ...value, [name]: changed },
    ),
  )
  return Array.isArray(value) ? [...inside, [...value, by('')], [by(''), ...value]] : inside
}

for (const type of recordTypes) {
  const refuses = (payload: unknown) =>
    isRefused(() => parseStatement(type, new TextEncoder().encode(JSON.stringify(payload))))
  const every = (by: (old: unknown) => unknown) =>
    type.valid.every(({ payload }) => replacements(payload, by).every(refuses))

  test(`GAP-5: ${type.name} has no field that takes personal data`, async () => {
    fc.assert(
      fc.property(personalData, (data) => every(() => data)),
      { numRuns },
    )
    fc.assert(
      fc.property(personalNumber, (number) => every(() => number)),
      { numRuns },
    )
  })

  test(`GAP-5: ${type.name} takes no personal data beside or around a value, nor under a new name`, async () => {
    fc.assert(
      fc.property(personalData, (data) => {
        const payload = type.valid[0]?.payload
        return (
          every((old) => `${old}${data}`) &&
          every((old) => `${data} ${old}`) &&
          every((old) => [old, data]) &&
          every((old) => ({ [data]: old })) &&
          refuses({ ...payload, note: data }) &&
          refuses({ ...payload, [data]: 1 })
        )
      }),
      { numRuns: numRuns / 5 },
    )
  })
}

test('GAP-5: nor does the envelope', async () => {
  const [type] = recordTypes
  const good = makeEnvelope(type.name, encodePayload(type.valid[0]!.payload), [
    { keyid: sample.key('ES256').key, sig: encodeBase64(new Uint8Array(64)) },
  ])
  fc.assert(
    fc.property(personalData, (data) =>
      replacements(good, (old) =>
        old === good.payload ? encodeBase64(new TextEncoder().encode(data)) : data,
      ).every((envelope) => isRefused(() => parseEnvelope(JSON.stringify(envelope)))),
    ),
    { numRuns },
  )
})
