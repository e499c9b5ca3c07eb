import { addSignature } from '@huren/crypto-config'
import { maximumStatements } from '@huren/records'
import { test } from 'tap'
import { outcomes } from '../testing/expect.ts'
import { instant, newRecordId, populated } from '../testing/world.ts'

test('EXCH-9, EXCH-12: one answer per statement, in their order; a bad one spoils nothing', async (t) => {
  const { world, hospital, other, clinic } = await populated()
  const good = world.report(hospital)
  const wrongFamily = world.govern('recognition-rule', {
    version: 2,
    minimumLevel: 'primary',
    scope: 'city',
    qualityRequired: false,
    effectiveFrom: instant(world.now + 1),
    document: 'a'.repeat(64),
  })
  const answers = await world.submit(
    good,
    world.report({ ...other, key: clinic.key }),
    wrongFamily,
    good,
    world.report(other),
  )
  t.same(outcomes(answers), ['committed', 'issuer-mismatch', 'wrong-family', 'duplicate', 'committed'])
  t.match(answers[1], { id: /^[0-9a-f]{64}$/ }, 'a refused one has its id, too')
})

test('EXCH-9: a statement sent again, even signed anew, is the same', async (t) => {
  const { world, hospital } = await populated()
  const report = world.report(hospital)
  const id = await world.commit(report)
  const envelope = JSON.parse(report.text)
  const again = addSignature({ ...envelope, signatures: [] }, hospital.key)
  t.not(JSON.stringify(again), report.text, 'another signature')
  t.same(await world.submit({ name: 'report', text: JSON.stringify(again) }), [{ id, outcome: 'duplicate' }])
  const unsigned = { ...envelope, signatures: [{ keyid: 'b'.repeat(64), sig: envelope.signatures[0].sig }] }
  t.same(await world.submit({ name: 'report', text: JSON.stringify(unsigned) }), [
    { id, outcome: 'duplicate' },
  ])
})

test('later statements of a batch see earlier ones; each entity is read and written once', async (t) => {
  const { world, hospital } = await populated()
  const report = newRecordId()
  const first = world.report(hospital, { report, status: 'preliminary' })
  const [answer] = JSON.parse(
    (await world.ledger.endorse({ args: ['Report:submit', first.text], now: world.now })).payload,
  )
  const second = world.report(hospital, { report, version: 2, status: 'final', supersedes: answer.id })
  const call = { args: ['Report:submit', first.text, second.text], now: world.now }
  const { payload, reads, writes, event } = await world.ledger.endorse(call)
  const results = JSON.parse(payload)
  t.same(outcomes(results), ['committed', 'committed'])
  t.equal(reads.filter((key) => key === `report/${report}`).length, 1, 'one get')
  t.equal(reads.length, new Set(reads).size, 'nothing is read twice')
  t.same(
    writes.map(([key]) => key),
    [`report/${report}`],
    'one put',
  )
  t.equal(event, `statements ${JSON.stringify(results.map(({ id }: { id: string }) => id))}`)
})

test('writes stand in the order of their keys, whatever order the statements came in', async (t) => {
  const { world, hospital } = await populated()
  const reports = Array.from({ length: 20 }, () => world.report(hospital).text)
  const { writes } = await world.ledger.endorse({ args: ['Report:submit', ...reports], now: world.now })
  const order = writes.map(([key]) => key)
  t.equal(order.length, 20)
  t.same(order, [...order].sort())
  const reversed = { args: ['Report:submit', ...reports.reverse()], now: world.now }
  t.same((await world.ledger.endorse(reversed)).writes, writes, 'the same writes from the other end')
})

test('a batch in which nothing is new writes nothing and announces nothing', async (t) => {
  const { world, hospital, clinic } = await populated()
  const report = world.report(hospital)
  await world.commit(report)
  const stolen = world.report({ ...hospital, key: clinic.key })
  const call = { args: ['Report:submit', report.text, stolen.text], now: world.now }
  const { status, writes, event } = await world.ledger.endorse(call)
  t.same({ status, writes, event }, { status: 200, writes: [], event: undefined })
})

test('errors of the whole call say what is wrong, with a code', async (t) => {
  const { world, hospital } = await populated()
  const { text } = world.report(hospital)
  const fails = async (args: string[], message: RegExp) =>
    t.match(await world.ledger.endorse({ args, now: world.now }), { status: 500, message, writes: [] })
  await fails(['Report:submit', ...Array(maximumStatements + 1).fill(text)], /^batch-too-large: .*500/)
  await fails(['Report:submit'], /^batch-empty: /)
  await fails(['Registry:bootstrap'], /^batch-empty: /)
  await fails(['Report:get'], /^argument-count: /)
  await fails(['Registry:rule', '1', '2'], /^argument-count: /)
  await fails(['Registry:institutions', 'all'], /^argument-count: /)
})
