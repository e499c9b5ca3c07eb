import fc from 'fast-check'
import { test } from 'tap'
import { type AccessEvent, accessActions, accessEvent, isAccessEvent } from './access-event.ts'

const uuid = '00000000-0000-4000-8000-000000000001'
const hash = 'ab'.repeat(32)
const event = {
  event: uuid,
  at: '2026-11-20T08:00:00Z',
  institution: 'GD-4401-00012',
  user: hash,
  consent: uuid,
  subject: hash,
  study: hash,
  action: 'view',
}
const bySchema = (value: unknown) =>
  accessEvent.schema.validate(value, { convert: false, allowUnknown: false }).error === undefined

/** Values that are near to what is right. */
const member = fc.constantFrom<unknown>(
  uuid,
  uuid.toUpperCase(),
  hash,
  hash.slice(1),
  `${hash}\n`,
  'GD-4401-00012',
  'GD-4401-0001２',
  '2026-11-20T08:00:00Z',
  '2026-02-31T08:00:00Z',
  '2024-02-29T23:59:59.999Z',
  '1990-01-01T00:00:00Z',
  ...accessActions,
  'delete',
  '',
  1,
  null,
  [],
  {},
)
const names = [...Object.keys(accessEvent.fields), 'name', 'constructor', 'toString']
const change = fc.dictionary(fc.constantFrom(...names), member, { maxKeys: 3 })
const left = fc.subarray(Object.keys(event), { minLength: 6 })

test('GAP-5: what the quick check takes for an event is one by the schema, and the other way round', async (t) => {
  t.ok(isAccessEvent(event))
  t.notOk(isAccessEvent({ ...event, consent: undefined }), 'left to the schema')
  for (const value of [null, undefined, [], 'text', 7]) t.notOk(isAccessEvent(value))
  const seen = { true: 0, false: 0 }
  fc.assert(
    fc.property(left, change, (kept, changes) => {
      const value: Partial<AccessEvent> = {
        ...Object.fromEntries(kept.map((name) => [name, event[name as 'at']])),
        ...changes,
      }
      const expected = bySchema(value)
      seen[`${expected}`]++
      return isAccessEvent(value) === expected
    }),
    { numRuns: 2000 },
  )
  t.ok(seen.true > 20 && seen.false > 20, `${seen.true} events, ${seen.false} others`)
})
