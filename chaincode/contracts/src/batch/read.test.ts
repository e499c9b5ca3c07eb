import { recordTypes } from '@huren/records'
import { test } from 'tap'
import { allFunctions } from '../chaincode.ts'
import { isUnreadable } from '../testing/expect.ts'
import { newRecordId, populated } from '../testing/world.ts'

const name = '欧阳秀英'
const person = `${name} 11010519491231002X 13800138000`

test('GAP-5: nothing is endorsed that carries what is no statement', async (t) => {
  const { world, hospital } = await populated()
  const good = world.report(hospital)
  const envelope = JSON.parse(good.text)
  const isRefused = (text: string, code: Parameters<typeof isUnreadable>[3], message: string) =>
    isUnreadable(t, world, { name: 'report', text }, code, message)
  await isRefused(person, 'json-malformed', 'a person')
  await isRefused(JSON.stringify({ ...envelope, note: person }), 'envelope-malformed', 'a note beside it')
  await isRefused(JSON.stringify({ ...envelope, payloadType: person }), 'payload-type-unknown', 'as a type')
  const payload = Buffer.from(person).toString('base64')
  await isRefused(JSON.stringify({ ...envelope, payload }), 'json-malformed', 'as the payload')
  const named = world.report(hospital, { subject: name })
  await isRefused(named.text, 'payload-invalid', 'in a field')
  await isRefused(world.report(hospital, { [name]: 1 }).text, 'payload-invalid', 'as a field')
  await isRefused(good.text.slice(0, -1), 'json-malformed', 'cut off')
  await isRefused(good.text + ' '.repeat(65_536), 'envelope-too-large', 'too large')
})

test('GAP-5: the answer repeats nothing of what was sent', async (t) => {
  const { world, hospital } = await populated()
  const { text } = world.report(hospital, { subject: name })
  const calls = [
    ['Report:submit', text],
    ['Registry:bootstrap', person],
    ['Report:get', name],
    [name],
    [`${name}:submit`, text],
  ]
  for (const args of calls) {
    const { status, message } = await world.ledger.endorse({ args, now: world.now })
    t.equal(status, 500)
    t.match(message, /^(statement-unreadable|argument-malformed|function-unknown): /)
    t.notOk(message.includes(name) || message.includes('13800138000'), message)
  }
})

/** Every question, with an argument that it answers. */
const questions = {
  'Registry:institution': 'GD-4401-00012',
  'Registry:key': 'a'.repeat(64),
  'Registry:item': 'L00001',
  'Registry:rule': '1',
  'Registry:reasons': '1',
  'Registry:erasure': 'a'.repeat(64),
  'Report:get': newRecordId(),
  'Report:recognisable': newRecordId(),
  'Recognition:get': newRecordId(),
  'Consent:get': newRecordId(),
  'Consent:access': newRecordId(),
  'Consent:emergency': newRecordId(),
  'AccessLog:get': newRecordId(),
  'Referral:get': newRecordId(),
} as const

test('GAP-5: a question is asked with an id of its shape, or not answered', async (t) => {
  const { world } = await populated()
  const ask = (...args: string[]) => world.ledger.endorse({ args, now: world.now })
  for (const [question, argument] of Object.entries(questions)) {
    t.match(await ask(question, argument), { status: 200 }, `${question} ${argument}`)
    for (const wrong of ['', person, ` ${argument}`, `${argument}\n`, argument.slice(1), '-1', '0', '1e3'])
      t.match(
        await ask(question, wrong),
        { status: 500, message: /^argument-malformed: / },
        `${question} ${JSON.stringify(wrong)}`,
      )
  }
})

test('a function has one name, and takes what it says', async (t) => {
  const { world } = await populated()
  const ask = (...args: string[]) => world.ledger.endorse({ args, now: world.now })
  const unknown = { status: 500, message: /^function-unknown: / }
  const wrong = ['', 'institutions', ':institutions', 'Reports:get', 'Report:_submit', 'Report:family']
  for (const one of [
    ...wrong,
    `Registry:institutions\n${person}`,
    ` :institutions`,
    'Registry:institutions ',
  ])
    t.match(await ask(one), unknown, JSON.stringify(one))
  t.match(await ask(), unknown, 'no name at all')
  t.match(await ask('org.hyperledger.fabric:GetMetadata', person), unknown, "the shim's own contract")
})

test('every function there is has been asked here', async (t) => {
  const submits = [...new Set(recordTypes.map(({ family }) => `${family}:submit`))]
  const known = [...submits, ...Object.keys(questions), 'Registry:bootstrap', 'Registry:institutions']
  t.same([...allFunctions()].sort(), known.sort())
})
