import { test } from 'tap'
import { recordTypes } from './index.ts'

test('every record type labels exactly the fields of its schema', async (t) => {
  for (const type of recordTypes) {
    const keys = Object.keys(type.schema.describe().keys).sort()
    t.same(Object.keys(type.fields).sort(), keys, type.name)
    for (const name of type.indexed) t.ok(keys.includes(name), `${type.name}.${name} is a field`)
  }
})
