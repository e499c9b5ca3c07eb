import { Ajv2020 } from 'ajv/dist/2020.js'
import { test } from 'tap'
import { promise } from '../promise.ts'
import { recordTypes } from '../types/index.ts'
import { jsonSchemaOf } from './json-schema.ts'

const overJson = (payload: unknown): unknown => JSON.parse(JSON.stringify(payload))

for (const type of recordTypes)
  test(`${type.name}: the exported JSON Schema 2020-12 knows its vectors`, async (t) => {
    const check = new Ajv2020({ strict: false }).compile(jsonSchemaOf(type))
    for (const { name, payload } of type.valid) t.ok(check(overJson(payload)), name)
    const refused = type.invalid.filter(({ payload }) => !check(overJson(payload)))
    t.ok(refused.length > 0, `${refused.length} of ${type.invalid.length} are refused by their shape alone`)
    t.notOk(check({}), 'an empty object')
    t.notOk(
      check({ ...(overJson(type.valid[0]?.payload ?? {}) as object), patientName: '张三' }),
      'an unknown field',
    )
  })

test('a promise has a schema too', async (t) => {
  t.notOk(new Ajv2020({ strict: false }).compile(jsonSchemaOf(promise))({}))
})
