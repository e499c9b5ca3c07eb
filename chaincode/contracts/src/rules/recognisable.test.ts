import { test } from 'tap'
import { accepts, outcomes } from '../testing/expect.ts'
import { instant, item, newDigest, newRecordId, populated, type World } from '../testing/world.ts'
import type { Recognisable } from './recognisable.ts'
import { days } from './time.ts'

const ask = (world: World, report: string) => world.query<Recognisable>('Report:recognisable', report)

/** A rule of the city that wants a passed mark. */
const cityRule = (now: number) => ({
  version: 2,
  minimumLevel: 'secondary',
  scope: 'city',
  qualityRequired: true,
  effectiveFrom: instant(now),
  document: newDigest(),
})

test('PROV-35: what meets the demands on quality has the mark HR, and the range in which it may be recognised', async (t) => {
  const { world, hospital, centre } = await populated()
  const report = newRecordId()
  const first = await world.commit(world.report(hospital, { report, status: 'preliminary' }))
  const { until, ...early } = await ask(world, report)
  t.same(early, { mark: null, range: null, status: 'preliminary', blocks: [] })
  const statement = await world.commit(world.report(hospital, { report, version: 2, supersedes: first }))
  const marked = { mark: 'HR', range: { scope: 'province' }, status: 'final', until, blocks: [] }
  t.same(await ask(world, report), marked)
  world.now += 1
  await world.commit(world.govern('recognition-rule', cityRule(world.now)))
  t.match(await ask(world, report), { mark: null, range: null, blocks: ['quality'] }, 'a mark is demanded')
  const mark = (word: string) =>
    world.by(centre, 'quality-mark', { report, statement, mark: word, scheme: 'city-eqa' })
  await world.commit(mark('passed'))
  t.match(await ask(world, report), { mark: 'HR', range: { scope: 'city', city: '4401' } })
  world.now += 1
  await world.commit(mark('suspended'))
  t.match(await ask(world, report), { mark: null, blocks: ['quality'] })
  t.equal(await world.query('Report:recognisable', newRecordId()), null)
})

test('CITY-10, PROV-35: the mark ends with the period of validity, the item, the level, the report', async (t) => {
  const { world, hospital, clinic } = await populated()
  const [report, small] = [newRecordId(), newRecordId()]
  const statement = await world.commit(world.report(hospital, { report }))
  await world.commit(world.report(clinic, { report: small }))
  t.match(await ask(world, small), { mark: null, blocks: ['level'] }, 'a clinic below the minimum level')
  const { until } = await ask(world, report)
  const begun = world.now
  world.now = Date.parse(until ?? '')
  t.match(await ask(world, report), { mark: 'HR' }, 'to its last moment')
  world.now += 1
  t.match(await ask(world, report), { mark: null, blocks: ['expired'] })
  world.now = begun + days(1)
  const retired = { item, version: 2, kind: 'laboratory', status: 'retired', validDays: 90 }
  const effectiveFrom = instant(world.now)
  await world.commit(world.govern('catalogue-item', { ...retired, effectiveFrom, document: newDigest() }))
  t.match(await ask(world, report), { mark: null, blocks: ['item-retired'] })
  const last = { report, version: 2, status: 'withdrawn', supersedes: statement }
  await world.commit(world.report(hospital, { ...last, content: undefined, format: undefined }))
  t.match(await ask(world, report), { mark: null, blocks: ['withdrawn', 'item-retired'] })
})

test('PROV-35: whoever decides within the range finds what was answered', async (t) => {
  const { world, hospital, other, clinic } = await populated()
  for (const author of [hospital, clinic]) {
    const report = newRecordId()
    const statement = await world.commit(world.report(author, { report }))
    const { mark } = await ask(world, report)
    const decision = world.decision(other, { report, statement })
    if (mark) await accepts(t, world, decision, 'marked, and recognised')
    else t.same(outcomes(await world.submit(decision)), ['recognition-blocked'], 'neither')
  }
})
