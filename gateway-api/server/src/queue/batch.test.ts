import type { Family } from '@huren/records'
import fc from 'fast-check'
import { test } from 'tap'
import { type BatchLimits, nextBatch as next } from './batch.ts'
import { type Footprint, Occupied } from './footprint.ts'

const limits = { statements: 10, bytes: 1000, window: 100 }
const candidate = (family: Family, writes: string[], reads: string[] = [], text = 'x') => ({
  family,
  text,
  footprint: { reads: new Set(reads), writes: new Set(writes) },
})

type Candidate = ReturnType<typeof candidate>

const occupiedBy = (flying: readonly Candidate[]) => {
  const occupied = new Occupied()
  for (const { footprint } of flying) occupied.add(footprint)
  return occupied
}
const nextBatch = (waiting: Candidate[], flying: readonly Candidate[], most: BatchLimits) =>
  next(waiting, occupiedBy(flying), most)

test('a batch is of one family, oldest first', async (t) => {
  const first = candidate('Report', ['report:1'])
  const other = candidate('Consent', ['consent:1'])
  const second = candidate('Report', ['report:2'])
  t.same(nextBatch([first, other, second], [], limits), [first, second])
  t.same(nextBatch([], [], limits), [])
})

test('statements about one record keep their order', async (t) => {
  const report = candidate('Report', ['report:1'])
  const amended = candidate('Report', ['report:1'])
  const decision = candidate('Recognition', ['decision:1'], ['report:1'])
  t.same(nextBatch([report, amended, decision], [], limits), [report, amended], 'in one batch, in order')
  t.same(nextBatch([decision], [report], limits), [], 'a reader waits for a writer in flight')
  t.same(nextBatch([report], [decision], limits), [], 'a writer waits for a reader in flight')
  t.same(nextBatch([decision, amended], [report], limits), [], 'nothing overtakes what is left behind')
  const stranger = candidate('Recognition', ['decision:2'], ['report:2'])
  t.same(nextBatch([decision, stranger], [report], limits), [stranger], 'the others need not wait')
})

test('statements that only read the same fly side by side', async (t) => {
  const one = candidate('Recognition', ['decision:1'], ['report:1'])
  const two = candidate('Recognition', ['decision:2'], ['report:1'])
  t.same(nextBatch([two], [one], limits), [two])
})

test('count, bytes and window are limits', async (t) => {
  const many = Array.from({ length: 200 }, (_, index) => candidate('Report', [`report:${index}`]))
  t.equal(nextBatch(many, [], limits).length, 10)
  const long = many.map((one) => ({ ...one, text: 'x'.repeat(400) }))
  t.equal(nextBatch(long, [], limits).length, 2)
  const larger = { ...many[0]!, text: 'x'.repeat(5000) }
  t.same(nextBatch([larger], [], limits), [larger], 'what is larger alone goes alone')
  const far = [...Array.from({ length: 100 }, () => candidate('Consent', ['a'], [])), many[0]!]
  t.same(nextBatch(far, [candidate('Consent', ['a'])], limits), [], 'no further than the window')
})

const things = fc.subarray(['a', 'b', 'c', 'd', 'e'], { minLength: 1 })
const candidates = fc.array(
  fc
    .record({ family: fc.constantFrom<Family>('Report', 'Consent'), writes: things, reads: things })
    .map(({ family, writes, reads }) => candidate(family, writes, reads)),
  { maxLength: 40 },
)
test('what has landed is in nobody’s way, what it shared with others in flight still is', async (t) => {
  const report = candidate('Report', ['report:1'], ['key:1'])
  const other = candidate('Report', ['report:2'], ['key:1'])
  const revocation = candidate('Registry', ['key:1'])
  const flying = occupiedBy([report, other])
  flying.remove(report.footprint)
  t.same(next([report, revocation], flying, limits), [report])
  t.same(next([revocation], flying, limits), [], 'one still reads the key')
  flying.remove(other.footprint)
  t.same(next([revocation], flying, limits), [revocation])
})

const conflict = (a: Footprint, b: Footprint) => {
  const occupied = new Occupied()
  occupied.add(a)
  return occupied.meets(b)
}

test('whatever waits: no conflict in flight, no overtaking, and in the end everything leaves', async (t) => {
  fc.assert(
    fc.property(candidates, fc.integer({ min: 1, max: 4 }), (all, inFlight) => {
      let waiting = [...all]
      const flying: (typeof all)[] = []
      const left: typeof all = []
      while (waiting.length > 0) {
        const batch = nextBatch(waiting, flying.flat(), limits)
        for (const one of batch) {
          const older = waiting.slice(0, waiting.indexOf(one)).filter((other) => !batch.includes(other))
          if (older.some((other) => conflict(other.footprint, one.footprint))) return false
          if (flying.flat().some((other) => conflict(other.footprint, one.footprint))) return false
        }
        waiting = waiting.filter((one) => !batch.includes(one))
        if (batch.length > 0) flying.push(batch)
        if (batch.length === 0 || flying.length === inFlight) left.push(...(flying.shift() ?? []))
        if (batch.length === 0 && flying.length === 0 && waiting.length > 0) continue
      }
      left.push(...flying.flat())
      return left.length === all.length
    }),
  )
  t.pass('held for all of them')
})
