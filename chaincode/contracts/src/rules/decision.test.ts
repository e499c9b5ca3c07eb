import type { Decision, StatementId } from '@huren/records'
import { test } from 'tap'
import { accepts, refuses } from '../testing/expect.ts'
import {
  type Actor,
  instant,
  item,
  newDigest,
  newRecordId,
  otherItem,
  populated,
  reason,
} from '../testing/world.ts'
import { days } from './time.ts'

const notRecognised = { outcome: 'not-recognised', reason, dictionary: 1 }
const blocked = (block: Decision['block']) => ({ outcome: 'blocked', block })
const withdrawal = { status: 'withdrawn', content: undefined, format: undefined }

/** A world with one final report of the tertiary hospital, and a hospital of another city that decides on it. */
const withReport = async (changes: object = {}, author?: (w: Populated) => Actor) => {
  const all = await populated()
  const { world, other } = all
  const report = newRecordId()
  const statement = await world.commit(world.report(author?.(all) ?? all.hospital, { report, ...changes }))
  const decide = (changed: object = {}, by = other) => world.decision(by, { report, statement, ...changed })
  return { ...all, report, statement, decide }
}
type Populated = Awaited<ReturnType<typeof populated>>

test('CITY-10, CITY-13: a decision recognises, gives a reason of the dictionary, or names a block', async (t) => {
  const { world, hospital, cloud, report, decide } = await withReport()
  const decision = newRecordId()
  await accepts(t, world, decide({ decision }), 'recognised')
  await refuses(
    t,
    world,
    decide({ decision, ...notRecognised }),
    'record-exists',
    'decided already',
    'decision',
  )
  await accepts(t, world, decide(notRecognised), 'not recognised, with a reason')
  await refuses(t, world, decide({ ...notRecognised, reason: 'NR99' }), 'reason-unknown', 'no such reason')
  await refuses(
    t,
    world,
    decide({ ...notRecognised, dictionary: 2 }),
    'dictionary-not-in-force',
    'a later one',
  )
  await refuses(t, world, decide({ rule: 2 }), 'rule-not-in-force', 'a rule to come', 'rule')
  await refuses(t, world, decide({ report: newRecordId() }), 'report-unknown', 'no such report', 'report')
  await refuses(t, world, decide({ item: otherItem }), 'report-mismatch', 'another item', 'item')
  await refuses(t, world, decide({ statement: 'a'.repeat(64) }), 'statement-unknown', 'no such version')
  await refuses(t, world, decide({}, cloud), 'issuer-mismatch', 'an imaging cloud decides', 'issuer')
  await accepts(t, world, decide({}, hospital), "one's own result")
  for (const block of ['withdrawn', 'expired', 'quality', 'level', 'item-retired'] as const)
    await refuses(t, world, decide(blocked(block)), 'block-unfounded', `not ${block}`, 'block')
  t.match(await world.query('Recognition:get', decision), { report, outcome: 'recognised' })
  t.equal(await world.query('Recognition:get', newRecordId()), null)
})

test('a decision refers to the newest version, final or amended', async (t) => {
  const { world, hospital, report, statement, decide } = await withReport({ status: 'preliminary' })
  await refuses(t, world, decide(), 'report-not-final', 'a preliminary report', 'report')
  const next = { report, version: 2, supersedes: statement }
  const second = await world.commit(world.report(hospital, next))
  await refuses(t, world, decide(), 'statement-superseded', 'the version before', 'statement')
  await refuses(t, world, decide(notRecognised), 'statement-superseded', 'also not to recognise it')
  await accepts(t, world, decide({ statement: second }), 'the final one')
  const amended = { ...next, version: 3, status: 'amended', supersedes: second }
  const third = await world.commit(world.report(hospital, amended))
  await accepts(t, world, decide({ statement: third }), 'the amended one')
  const last = { ...next, ...withdrawal, version: 4, supersedes: third }
  const fourth: StatementId = await world.commit(world.report(hospital, last))
  await refuses(t, world, decide({ statement: third }), 'report-withdrawn', 'after the withdrawal', 'report')
  await refuses(t, world, decide({ statement: fourth, ...notRecognised }), 'report-withdrawn', 'nor this')
  await refuses(
    t,
    world,
    decide({ statement: fourth, ...blocked('expired') }),
    'report-withdrawn',
    'nor that',
  )
  await accepts(t, world, decide({ statement: third, ...blocked('withdrawn') }), 'CITY-10: blocked, as held')
  await accepts(t, world, decide({ statement: fourth, ...blocked('withdrawn') }), 'CITY-10: blocked, as is')
})

/** Nothing but this block stands: recognising is refused, naming it is accepted, a reason may always be given. */
const holds = async (
  t: Parameters<typeof accepts>[0],
  { world, decide }: Pick<Awaited<ReturnType<typeof withReport>>, 'world' | 'decide'>,
  block: NonNullable<Decision['block']>,
  message: string,
  changes: object = {},
) => {
  const [answer] = await world.submit(decide(changes))
  t.match(answer, { code: 'recognition-blocked', detail: `recognition is blocked: ${block}` }, message)
  await accepts(t, world, decide({ ...changes, ...blocked(block) }), `CITY-10: ${message}: blocked`)
  await accepts(t, world, decide({ ...changes, ...notRecognised }), `${message}: or not recognised`)
}

test('CITY-10: expired', async (t) => {
  const it = await withReport()
  it.world.now += days(89)
  await accepts(t, it.world, it.decide(), 'on its last day')
  it.world.now += 1
  await holds(t, it, 'expired', 'after it')
})

test('CITY-10: quality control', async (t) => {
  const it = await withReport()
  const { world, hospital, centre, report, statement } = it
  const mark = async (mark: string, version: string = statement) => {
    world.now += 1
    const fields = { report, statement: version, mark, scheme: 'provincial-eqa' }
    await world.commit(world.by(centre, 'quality-mark', fields))
  }
  await mark('failed')
  await holds(t, it, 'quality', 'failed')
  await mark('suspended')
  await holds(t, it, 'quality', 'suspended')
  const own = { report, statement, mark: 'passed', scheme: 'internal' }
  await world.commit(world.by(hospital, 'quality-mark', own))
  await holds(t, it, 'quality', "the hospital's own mark does not outweigh it")
  const amended = { report, version: 2, status: 'amended', supersedes: statement }
  const second = await world.commit(world.report(hospital, amended))
  await holds(t, it, 'quality', 'an amendment does not wash it off', { statement: second })
  await mark('passed', second)
  await accepts(t, world, it.decide({ statement: second }), 'passed in the end')
})

const newRule = (changes: object, now: number) => ({
  version: 2,
  minimumLevel: 'secondary',
  scope: 'province',
  qualityRequired: false,
  effectiveFrom: instant(now),
  document: newDigest(),
  ...changes,
})

test('CITY-10: a rule may demand a passed mark of this very version', async (t) => {
  const it = await withReport()
  const { world, hospital, centre, report, statement, decide } = it
  world.now += 1
  await world.commit(world.govern('recognition-rule', newRule({ qualityRequired: true }, world.now)))
  await refuses(t, world, decide(), 'rule-not-in-force', 'the rule of yesterday', 'rule')
  const before = { issuedAt: instant(world.now - 1) }
  await accepts(t, world, decide(before), 'decided yesterday, under the rule of yesterday')
  await holds(t, it, 'quality', 'unmarked', { rule: 2 })
  const own = { report, statement, mark: 'passed', scheme: 'internal' }
  await world.commit(world.by(hospital, 'quality-mark', own))
  await holds(t, it, 'quality', "passed by the author's own control only", { rule: 2 })
  const passed = { mark: 'passed', scheme: 'city-eqa' }
  await world.commit(world.by(centre, 'quality-mark', { report, statement, ...passed }))
  await accepts(t, world, decide({ rule: 2 }), 'passed')
  const amended = { report, version: 2, status: 'amended', supersedes: statement }
  const second = await world.commit(world.report(hospital, amended))
  await holds(t, it, 'quality', 'the mark was for the version before', { rule: 2, statement: second })
})

test('CITY-6, CITY-10: level and range', async (t) => {
  const it = await withReport({}, ({ clinic }) => clinic)
  const { world, hospital, clinic, decide } = it
  await holds(t, it, 'level', 'below the minimum level')
  await accepts(t, world, decide({}, clinic), 'its own results need no level')
  world.now += 1
  const city = newRule({ minimumLevel: 'primary', scope: 'city' }, world.now)
  await world.commit(world.govern('recognition-rule', city))
  await holds(t, it, 'level', 'out of the city', { rule: 2 })
  await accepts(t, world, decide({ rule: 2 }, hospital), 'within the city')
})

test('FACT-7, CITY-10: a retired item, a suspended author', async (t) => {
  const it = await withReport()
  const { world, hospital, decide } = it
  world.now += 1
  const effectiveFrom = instant(world.now)
  const retired = { item, version: 2, kind: 'laboratory', status: 'retired', validDays: 90 }
  await world.commit(world.govern('catalogue-item', { ...retired, effectiveFrom, document: newDigest() }))
  await holds(t, it, 'item-retired', 'retired')
  await accepts(t, world, decide({ issuedAt: instant(world.now - 1) }), 'decided before it was')
  const active = { ...retired, version: 3, status: 'active', document: newDigest() }
  world.now += 1
  await world.commit(world.govern('catalogue-item', { ...active, effectiveFrom: instant(world.now) }))
  await accepts(t, world, decide(), 'active again')
  const suspended = { version: 2, level: 'tertiary', status: 'suspended' }
  await world.commit(world.govern('institution', world.institution(hospital, suspended)))
  await holds(t, it, 'institution-suspended', 'the author is suspended')
})

test('an item, a rule and a dictionary have to be in force', async (t) => {
  const { world, hospital } = await populated()
  const future = { version: 1, effectiveFrom: instant(world.now + days(1)), document: newDigest() }
  const fresh = { item: 'L00777', kind: 'laboratory', status: 'active', validDays: 10 }
  await world.commit(world.govern('catalogue-item', { ...fresh, ...future }))
  const report = newRecordId()
  const statement = await world.commit(world.report(hospital, { report, item: fresh.item }))
  const decision = world.decision(hospital, { report, statement, item: fresh.item })
  await refuses(t, world, decision, 'not-yet-effective', 'an item to come', 'item')
})
