import type { Referral, StatementId } from '@huren/records'
import fc from 'fast-check'
import { test } from 'tap'
import { accepts, outcomes, refuses } from '../testing/expect.ts'
import { type Actor, newCommitment, newRecordId, populated } from '../testing/world.ts'

type Step = Referral['step']
const proposed = async () => {
  const all = await populated()
  const { world, hospital, other } = all
  const referral = newRecordId()
  const step = (name: Step, by: Actor, previous?: StatementId, changes: object = {}) =>
    world.by(by, 'referral', {
      referral,
      step: name,
      from: hospital.id,
      to: other.id,
      subject: newCommitment(),
      urgency: 'routine',
      ...(previous && { previous }),
      ...changes,
    })
  return { ...all, referral, step }
}

test('REF-1, REF-3, REF-12: a referral through all its steps, each by the side whose turn it is', async (t) => {
  const { world, hospital, other, clinic, referral, step } = await proposed()
  const some = 'a'.repeat(64) as StatementId
  await refuses(t, world, step('accept', other, some), 'referral-unknown', 'nothing is proposed', 'referral')
  await refuses(t, world, step('propose', other), 'referral-out-of-turn', 'the other side proposes', 'issuer')
  const nowhere = step('propose', hospital, undefined, { to: 'GD-9999-00001' })
  await refuses(t, world, nowhere, 'institution-unknown', 'to nobody', 'to')
  let last = await world.commit(step('propose', hospital))
  await refuses(t, world, step('propose', hospital), 'record-exists', 'proposed again', 'referral')
  await refuses(t, world, step('accept', hospital, last), 'referral-out-of-turn', 'accepts its own', 'issuer')
  await refuses(t, world, step('accept', clinic, last), 'referral-out-of-turn', 'a third one', 'issuer')
  await refuses(
    t,
    world,
    step('dispatch', hospital, last),
    'referral-out-of-turn',
    'before it is accepted',
    'step',
  )
  await refuses(
    t,
    world,
    step('accept', other, some),
    'statement-unknown',
    'after an unknown step',
    'previous',
  )
  const elsewhere = step('accept', other, last, { from: clinic.id })
  await refuses(t, world, elsewhere, 'issuer-mismatch', 'another direction', 'from')
  const first = last
  const documents = { documents: newCommitment() }
  last = await world.commit(step('accept', other, last))
  await refuses(
    t,
    world,
    step('dispatch', hospital, first),
    'statement-superseded',
    'skips a step',
    'previous',
  )
  last = await world.commit(step('dispatch', hospital, last, documents))
  last = await world.commit(step('receive', other, last))
  await refuses(t, world, step('close', hospital, last), 'referral-out-of-turn', 'closed by the wrong side')
  last = await world.commit(step('return', other, last))
  await refuses(t, world, step('close', other, last), 'referral-out-of-turn', 'closed by the wrong side now')
  last = await world.commit(step('close', hospital, last))
  await refuses(t, world, step('return', other, last), 'referral-closed', 'after the end', 'step')
  const steps = ['propose', 'accept', 'dispatch', 'receive', 'return', 'close']
  t.match(await world.query('Referral:get', referral), { from: hospital.id, to: other.id, steps })
  t.equal(await world.query('Referral:get', newRecordId()), null)
})

test('a referral ends when it is declined, or closed by the receiving side', async (t) => {
  for (const [path, end] of [
    [[], 'decline'],
    [['accept', 'dispatch', 'receive'], 'close'],
  ] as const) {
    const { world, hospital, other, step } = await proposed()
    let last = await world.commit(step('propose', hospital))
    for (const name of path)
      last = await world.commit(step(name, name === 'dispatch' ? hospital : other, last))
    last = await world.commit(step(end, other, last))
    await refuses(t, world, step('accept', other, last), 'referral-closed', `after ${end}`, 'step')
  }
})

test('nobody refers to a suspended hospital, and it takes no step', async (t) => {
  const { world, hospital, other, step } = await proposed()
  const last = await world.commit(step('propose', hospital))
  world.now += 1
  const suspended = { version: 2, level: 'secondary', city: '4403', status: 'suspended' }
  await world.commit(world.govern('institution', world.institution(other, suspended)))
  const anew = step('propose', hospital, undefined, { referral: newRecordId() })
  await refuses(t, world, anew, 'institution-inactive', 'a new one', 'to')
  await refuses(t, world, step('accept', other, last), 'institution-inactive', 'the suspended side', 'issuer')
})

/** The paths as a table of their own: step, and whose turn it is, by the steps before. */
const next: Record<string, [Step, 'from' | 'to'][]> = {
  '': [['propose', 'from']],
  propose: [
    ['accept', 'to'],
    ['decline', 'to'],
  ],
  accept: [['dispatch', 'from']],
  dispatch: [['receive', 'to']],
  receive: [
    ['return', 'to'],
    ['close', 'to'],
  ],
  return: [['close', 'from']],
  decline: [],
  close: [],
}

test('any sequence of steps by anybody: only the allowed path is committed', async (t) => {
  const { world, hospital, other, clinic, step } = await proposed()
  const sides = { from: hospital, to: other, third: clinic }
  const move = fc.record({
    name: fc.constantFrom<Step>('propose', 'accept', 'decline', 'dispatch', 'receive', 'return', 'close'),
    side: fc.constantFrom<'from' | 'to' | 'third'>('from', 'to', 'third'),
    /** Most moves of an unguided walk are wrong: every second one takes an allowed step. */
    guided: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 14 }), async (moves) => {
      const referral = newRecordId()
      let [last, previous]: [string, StatementId | undefined] = ['', undefined]
      for (const { name, side, guided } of moves) {
        const [step1, side1] = (guided && next[last]?.[0]) || [name, side]
        const link = step1 === 'propose' ? undefined : (previous ?? ('a'.repeat(64) as StatementId))
        const [result] = await world.submit(step(step1, sides[side1], link, { referral }))
        const allowed = next[last]?.some(([s, who]) => s === step1 && who === side1) ?? false
        if ((result?.outcome === 'committed') !== allowed) return false
        if (result?.outcome === 'committed') [last, previous] = [step1, result.id]
      }
      return true
    }),
    { numRuns: 60 },
  )
  t.pass('held for every sequence tried')
})

test('EXCH-9: each step sent again is a duplicate, also after the end', async (t) => {
  const { world, hospital, other, step } = await proposed()
  const propose = step('propose', hospital)
  const first = await world.commit(propose)
  const decline = step('decline', other, first)
  await accepts(t, world, decline, 'declined')
  t.same(outcomes(await world.submit(propose, decline)), ['duplicate', 'duplicate'])
})
