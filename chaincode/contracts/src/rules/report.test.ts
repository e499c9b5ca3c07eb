import { parseEnvelope, type Report } from '@huren/records'
import fc from 'fast-check'
import { test } from 'tap'
import { accepts, isUnreadable, outcomes, refuses } from '../testing/expect.ts'
import {
  instant,
  item,
  newCommitment,
  newDigest,
  newRecordId,
  otherItem,
  populated,
} from '../testing/world.ts'
import { minutes } from './time.ts'

const withdrawn = { status: 'withdrawn', content: undefined, format: undefined }

test('CHAIN-1, CITY-41, GAP-5: a report is one chain of versions by one hospital', async (t) => {
  const { world, hospital, other } = await populated()
  const report = newRecordId()
  const version = (changes: object, by = hospital) => world.report(by, { report, ...changes })
  const early = version({ version: 2, supersedes: 'a'.repeat(64) })
  await refuses(t, world, early, 'version-conflict', 'a second version first', 'version')
  await refuses(t, world, version({ item: 'L99999' }), 'item-unknown', 'not in the catalogue', 'item')
  const first = await world.commit(version({ status: 'preliminary' }))
  await refuses(t, world, version({}), 'record-exists', 'another first version', 'report')
  await refuses(t, world, version({}, other), 'record-exists', 'the id taken by another hospital', 'report')
  const next = { version: 2, status: 'final', supersedes: first }
  await refuses(t, world, version(next, other), 'issuer-mismatch', 'a version by another hospital', 'issuer')
  await refuses(t, world, version({ ...next, version: 3 }), 'version-conflict', 'a gap', 'version')
  const wrong = { ...next, supersedes: 'b'.repeat(64) }
  await refuses(t, world, version(wrong), 'statement-superseded', 'supersedes another', 'supersedes')
  await refuses(t, world, version({ ...next, item: otherItem }), 'report-mismatch', 'another item', 'item')
  world.now += minutes(1)
  const again = version({ ...next, performedAt: instant(world.now) })
  await refuses(t, world, again, 'report-mismatch', 'performed after it was first stated', 'performedAt')
  const amended = { ...next, status: 'amended' }
  await refuses(t, world, version(amended), 'version-conflict', 'amends what is not final', 'status')
  const second = await world.commit(version(next))
  const back = { version: 3, status: 'preliminary', supersedes: second }
  await refuses(t, world, version(back), 'version-conflict', 'back to preliminary', 'status')
  const third = await world.commit(version({ ...withdrawn, version: 3, supersedes: second }))
  const fourth = { version: 4, status: 'amended', supersedes: third }
  await refuses(t, world, version(fourth), 'report-withdrawn', 'after the withdrawal', 'report')
  const found = await world.query('Report:get', report)
  t.match(found, { issuer: hospital.id, status: 'withdrawn', versions: [first, second, third] })
  t.equal(await world.query('Report:get', newRecordId()), null)
})

test('FACT-7, CITY-10: a retired item takes no new report; a report that stands goes on', async (t) => {
  const { world, hospital } = await populated()
  const report = newRecordId()
  const first = await world.commit(world.report(hospital, { report }))
  world.now += minutes(1)
  const late = world.report(hospital, {})
  world.now += minutes(1)
  const change = { item, kind: 'laboratory', validDays: 90, document: newDigest() }
  const version = (version: number, status: string) =>
    world.govern('catalogue-item', { ...change, version, status, effectiveFrom: instant(world.now) })
  await world.commit(version(2, 'retired'))
  await refuses(t, world, world.report(hospital), 'item-retired', 'a new report', 'item')
  await accepts(t, world, late, 'one stated before, sent later')
  const next = { report, version: 2, status: 'amended', supersedes: first }
  const second = await world.commit(world.report(hospital, next))
  const last = { report, ...withdrawn, version: 3, supersedes: second }
  await accepts(t, world, world.report(hospital, last), 'and withdrawn')
  world.now += minutes(1)
  await world.commit(version(3, 'active'))
  await accepts(t, world, world.report(hospital), 'taken in again')
})

test('PROV-34: quality marks: who may mark what, and the newest of a scheme stands', async (t) => {
  const { world, hospital, other, centre } = await populated()
  const report = newRecordId()
  const statement = await world.commit(world.report(hospital, { report }))
  const mark = (by: typeof hospital, changes: object) =>
    world.by(by, 'quality-mark', { report, statement, mark: 'passed', scheme: 'provincial-eqa', ...changes })
  await refuses(t, world, mark(hospital, {}), 'issuer-mismatch', 'a hospital assesses itself', 'issuer')
  await refuses(t, world, mark(other, { scheme: 'internal' }), 'issuer-mismatch', 'internally, by another')
  await refuses(
    t,
    world,
    mark(centre, { report: newRecordId() }),
    'report-unknown',
    'no such report',
    'report',
  )
  const unknown = { statement: 'a'.repeat(64) }
  await refuses(t, world, mark(centre, unknown), 'statement-unknown', 'no such version', 'statement')
  const failed = mark(centre, { mark: 'failed' })
  world.now += minutes(1)
  await accepts(t, world, mark(centre, {}), 'passed')
  await refuses(t, world, failed, 'statement-superseded', 'an older mark arrives late', 'issuedAt')
  await accepts(t, world, mark(hospital, { scheme: 'internal' }), 'its own quality control')
  t.match(await world.query('Report:get', report), {
    marks: { 'provincial-eqa': { mark: 'passed' }, internal: { mark: 'passed' } },
  })
  const next = await world.commit(
    world.report(hospital, { report, version: 2, status: 'amended', supersedes: statement }),
  )
  await refuses(
    t,
    world,
    mark(centre, { mark: 'failed' }),
    'statement-superseded',
    'a mark of the old version',
    'statement',
  )
  const duplicate = mark(centre, { statement: next })
  await accepts(t, world, duplicate, 'a mark of the new one')
  t.same(outcomes(await world.submit(duplicate)), ['duplicate'])
  await world.commit(world.report(hospital, { report, ...withdrawn, version: 3, supersedes: next }))
  await refuses(
    t,
    world,
    mark(centre, { statement: next, scheme: 'city-eqa' }),
    'report-withdrawn',
    'after the withdrawal',
  )
})

const isReadable = (text: string) => {
  try {
    return parseEnvelope(text).text === text
  } catch {
    return false
  }
}

/** The chain as a table of its own, kept apart from the rule's. */
const follows: Record<string, readonly Report['status'][]> = {
  nothing: ['preliminary', 'final'],
  preliminary: ['preliminary', 'final', 'withdrawn'],
  final: ['amended', 'withdrawn'],
  amended: ['amended', 'withdrawn'],
  withdrawn: [],
}

test('any sequence of versions: what may follow is committed, the rest is not', async (t) => {
  const { world, hospital } = await populated()
  const statuses = fc.array(
    fc.constantFrom<Report['status']>('preliminary', 'final', 'amended', 'withdrawn'),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  await fc.assert(
    fc.asyncProperty(statuses, async (sequence) => {
      const report = newRecordId()
      const chain: string[] = []
      let last = 'nothing'
      for (const status of sequence) {
        const present = status === 'withdrawn' ? withdrawn : { status, content: newCommitment() }
        const link = chain.length > 0 ? { version: chain.length + 1, supersedes: chain.at(-1) } : {}
        const signed = world.report(hospital, { report, ...present, ...link })
        // some sequences are refused by the schema already: then nothing is endorsed
        const [result] = isReadable(signed.text) ? await world.submit(signed) : []
        const allowed = follows[last]?.includes(status)
        if ((result?.outcome === 'committed') !== allowed) return false
        if (result?.outcome === 'committed') {
          chain.push(result.id)
          last = status
        }
      }
      const found = await world.query<{ versions: string[] } | null>('Report:get', report)
      return JSON.stringify(found?.versions ?? []) === JSON.stringify(chain)
    }),
    { numRuns: 60 },
  )
  t.pass('held for every sequence tried')
})

test('a report of the future or of no known time is refused by its schema', async (t) => {
  const { world, hospital } = await populated()
  const future = world.report(hospital, { performedAt: instant(world.now + 1) })
  await isUnreadable(t, world, future, 'payload-invalid', 'performed after it was stated', 'performedAt')
})
