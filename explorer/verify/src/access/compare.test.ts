import type { AccessEvent, Commitment, Instant, InstitutionId, RecordId, StatementId } from '@huren/records'
import fc from 'fast-check'
import { test } from 'tap'
import { type CompleteList, compareLists, findingsDigest } from './compare.ts'
import type { ShownEntry } from './receipt.ts'

const hospital = 'GD-4403-00007' as InstitutionId
const cloud = 'GD-4401-90001' as InstitutionId
const minute = 60_000
const now = Date.parse('2026-11-21T12:00:00Z')
const instant = (at: number) => new Date(at).toISOString() as Instant
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as RecordId
const commitment = '0'.repeat(64) as Commitment

const event = (n: number, change: Partial<AccessEvent> = {}): AccessEvent => ({
  event: uuid(n),
  at: instant(now - 3600_000 + n * 1000),
  institution: hospital,
  user: commitment,
  consent: uuid(900),
  subject: commitment,
  study: commitment,
  action: 'view',
  ...change,
})

/** A verified list, as `verifyAccessList` gives it. */
const listOf = (issuer: InstitutionId, entries: readonly ShownEntry[], after = 0): CompleteList => ({
  outcome: 'valid',
  sentence: { zh: '', en: '' },
  kind: 'institution',
  name: hospital,
  after: { count: after, head: '0'.repeat(64) },
  entries,
  log: {
    log: uuid(issuer === cloud ? 801 : 802),
    issuer,
    size: 1000,
    at: now,
    statement: {
      id: '1'.repeat(64) as StatementId,
      type: 'access-log-checkpoint',
      index: 0,
      block: 1,
      transaction: '2'.repeat(64),
      result: 'committed',
    },
    checkpoint: { origin: 'x', size: 1, root: '', by: [] },
  },
  proven: [],
  warnings: [],
  notProven: [],
})
const shown = (events: readonly AccessEvent[]): ShownEntry[] =>
  events.map((event, index) => ({ index, event }))
const compare = (own: readonly ShownEntry[], other: readonly ShownEntry[], until = instant(now)) =>
  compareLists(listOf(hospital, own), listOf(cloud, other), { until })

test('whatever one side has and the other has not is found, once, on the right side', async () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('both', 'own', 'other', 'differs'), { maxLength: 60 }), (places) => {
      const events = places.map((_, n) => event(n))
      const own = events.filter((_, n) => places[n] !== 'other')
      const other = events.flatMap((one, n) =>
        places[n] === 'own' ? [] : [places[n] === 'differs' ? { ...one, action: 'print' as const } : one],
      )
      const { matched, open, counts, findings } = compare(shown(own), shown(other.toReversed()))
      const count = (place: string) => places.filter((one) => one === place).length
      return (
        matched === count('both') &&
        open === 0 &&
        counts['missing-at-cloud'] === count('own') &&
        counts['missing-at-hospital'] === count('other') &&
        counts.different === count('differs') &&
        findings.every(({ kind, hospital, cloud }) =>
          kind === 'missing-at-cloud' ? cloud === undefined : kind === 'different' || hospital === undefined,
        )
      )
    }),
    { numRuns: 300 },
  )
})

test('clocks may differ by ten minutes; other fields may not differ at all', async (t) => {
  const one = event(1)
  const differing = (change: Partial<AccessEvent>) => {
    const { findings } = compare(shown([one]), shown([{ ...one, ...change }]))
    return findings[0]?.fields ?? []
  }
  t.same(differing({ at: instant(Date.parse(one.at) + 9 * minute) }), [])
  t.same(differing({ at: instant(Date.parse(one.at) + 11 * minute) }), ['at'])
  t.same(differing({ consent: uuid(901) }), ['consent'])
  t.same(differing({ subject: '1'.repeat(64) as Commitment }), [], 'commitments have salts of their own')
})

test('what may still be on its way is left open; what was erased is known by its id', async (t) => {
  const late = event(1, { at: instant(now - minute) })
  t.match(compare(shown([late]), [], instant(now - 5 * minute)), { open: 1, findings: [] })
  const erasure = {
    erases: 0,
    event: uuid(1),
    commitment,
    reason: 'subject-request',
    erasedAt: instant(now),
  } as const
  const erased: ShownEntry[] = [
    { index: 0, erased: { erasedAt: instant(now), reason: 'subject-request' } },
    { index: 5, erasure },
  ]
  t.match(compare(shown([event(1)]), erased), { matched: 1, findings: [] })
  t.match(compare([], erased), { findings: [{ kind: 'missing-at-hospital', event: uuid(1), cloud: 0 }] })
})

test('an id twice on one side is a finding', async (t) => {
  const twice = shown([event(1), event(1)])
  t.match(compare(twice, shown([event(1)])).findings, [{ kind: 'repeated', event: uuid(1), hospital: 1 }])
})

test('lists that do not belong together are not compared', async (t) => {
  const code = { code: 'reconciliation-sides' }
  const window = { until: instant(now) }
  const [own, other] = [listOf(hospital, []), listOf(cloud, [])]
  t.throws(() => compareLists(other, own, window), code, 'the sides swapped')
  t.throws(() => compareLists(own, own, window), code, 'twice the same side')
  t.throws(() => compareLists(own, { ...other, name: cloud }, window), code, 'of another institution')
  t.throws(() => compareLists(own, { ...other, kind: 'patient' }, window), code, 'of a person')
  t.throws(() => compareLists(own, other, { until: instant(now + 1) }), code, 'later than a checkpoint')
  t.throws(() => compareLists(own, listOf(cloud, [], 3), window), code, 'a part, and no beginning')
  t.ok(compareLists(own, listOf(cloud, [], 3), { ...window, from: instant(now - minute) }))
  t.match(findingsDigest([]), /^[0-9a-f]{64}$/)
})
