import { Refusal } from '@huren/records'
import { test } from 'tap'
import { accessEventSchema, decodeEvent, encodeEvent } from './event.ts'
import { newEvent } from './testing/events.ts'

test('an event comes out of its bytes as it went in', async (t) => {
  const event = newEvent()
  t.same(decodeEvent(encodeEvent(event)), event)
  t.equal(Buffer.from(encodeEvent(event)).toString(), JSON.stringify(event))
})

test('GAP-5: personal data has no field to stand in', async (t) => {
  const smuggled = [
    '张三',
    'Zhang San',
    '11010519491231002X',
    '13800138000',
    '+86 138 0013 8000',
    'a@example.com',
  ]
  for (const field of Object.keys(accessEventSchema.describe().keys))
    for (const data of [...smuggled, 13800138000]) {
      const bytes = Buffer.from(JSON.stringify({ ...newEvent(), [field]: data }))
      t.throws(() => decodeEvent(bytes), Refusal, `${field}: ${data}`)
    }
  t.throws(() => decodeEvent(Buffer.from(JSON.stringify({ ...newEvent(), patient: '张三' }))), Refusal)
})

test('GAP-12: every access is under one consent or one emergency, and by somebody', async (t) => {
  const { consent, user, ...rest } = newEvent()
  const refused = [
    { ...rest, user },
    { ...rest, consent },
    { ...newEvent(), emergency: consent },
    { ...newEvent(), key: 'a'.repeat(64) },
    { ...newEvent(), action: 'delete' },
  ]
  for (const event of refused) t.throws(() => decodeEvent(Buffer.from(JSON.stringify(event))), Refusal)
  t.ok(decodeEvent(Buffer.from(JSON.stringify({ ...rest, user, emergency: consent }))))
})
