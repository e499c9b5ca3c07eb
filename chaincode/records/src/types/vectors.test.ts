import { test } from 'tap'
import { Refusal } from '../core/refusal.ts'
import { encodePayload, parseStatement } from '../statement.ts'
import { recordTypes } from './index.ts'

const refusalOf = (read: () => unknown) => {
  try {
    return read()
  } catch (refusal) {
    if (refusal instanceof Refusal) return [refusal.code, refusal.field]
    throw refusal
  }
}
const bytes = (payload: unknown) => new TextEncoder().encode(JSON.stringify(payload))

for (const type of recordTypes) {
  test(`${type.name}: its valid vectors are read as they were written`, async (t) => {
    t.ok(type.valid.length >= 2)
    for (const { name, payload } of type.valid)
      t.same(parseStatement(type, encodePayload(payload)).payload, payload, name)
  })

  test(`${type.name}: its invalid vectors are refused, naming the field`, async (t) => {
    t.ok(type.invalid.length >= 4)
    for (const { name, field, payload } of type.invalid)
      t.same(
        refusalOf(() => parseStatement(type, bytes(payload))),
        ['payload-invalid', field],
        name,
      )
  })
}
