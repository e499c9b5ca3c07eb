import { randomBytes } from 'node:crypto'
import { accessEvent, commit, parseAccessEntry, Refusal } from '@huren/records'
import { test } from 'tap'
import { commitmentOf, encodeEvent } from './event.ts'
import { newEvent } from './testing/events.ts'

test('an event comes out of its bytes as it went in', async (t) => {
  const event = newEvent()
  t.same(parseAccessEntry(encodeEvent(event)).event, event)
  t.equal(encodeEvent(event).toString(), JSON.stringify(event))
})

test('the log has a salted commitment of an event, the same as the record model makes', async (t) => {
  const [salt, bytes] = [randomBytes(32), encodeEvent(newEvent())]
  t.equal(commitmentOf(salt, bytes).toString('hex'), commit(salt, bytes))
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
  for (const field of Object.keys(accessEvent.schema.describe().keys))
    for (const data of [...smuggled, 13800138000]) {
      const bytes = Buffer.from(JSON.stringify({ ...newEvent(), [field]: data }))
      t.throws(() => parseAccessEntry(bytes), Refusal, `${field}: ${data}`)
    }
  t.throws(() => parseAccessEntry(Buffer.from(JSON.stringify({ ...newEvent(), patient: '张三' }))), Refusal)
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
  for (const event of refused) t.throws(() => parseAccessEntry(Buffer.from(JSON.stringify(event))), Refusal)
  t.ok(parseAccessEntry(Buffer.from(JSON.stringify({ ...rest, user, emergency: consent }))))
})
