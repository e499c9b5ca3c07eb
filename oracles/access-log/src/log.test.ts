import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  accessLogCheckpoint,
  type Instant,
  type InstitutionId,
  parseAccessEntry,
  type RecordId,
  validate,
} from '@huren/records'
import tap, { test } from 'tap'
import { AccessLogError } from './error.ts'
import { type AccessReport, commitmentOf } from './event.ts'
import { prove } from './lists/index-tree.ts'
import { AccessLog } from './log.ts'
import { keys, openStore } from './store.ts'
import { newReport, testSeed } from './testing/events.ts'
import { emptyRoot, leafHash } from './tree/hash.ts'
import { verifyConsistency, verifyInclusion } from './tree/verify.ts'

tap.setTimeout(120_000)

type Test = { teardown(done: () => Promise<unknown>): void }

const folder = async (t: Test): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'access-log-'))
  t.teardown(() => rm(dir, { recursive: true }))
  return dir
}
const events = (count: number) => Array.from({ length: count }, (_, n) => newReport(n))
const appendAll = (log: AccessLog, count: number) => log.appendAll(events(count))
const stated = { issuer: 'GD-4401-00012' as InstitutionId, issuedAt: '2026-11-21T08:00:00Z' as Instant }

test('what is appended is there, in order, provable, and there again after closing', async (t) => {
  const dataDir = await folder(t)
  const log = await AccessLog.open({ dataDir, seed: testSeed })
  t.same(Buffer.from(await log.root()), Buffer.from(emptyRoot))
  const sent = events(700)
  const answers = await log.appendAll(sent)
  t.same(
    answers,
    sent.map((_, index) => ({ index, duplicate: false })),
  )
  const root = await log.root()
  for (const index of [0, 1, 255, 256, 699]) {
    const commitment = await log.commitment(index)
    const { salt, bytes } = (await log.opened(index))!
    t.same(JSON.parse(bytes.toString()), sent[index]!.event)
    t.same(commitmentOf(salt, bytes), Buffer.from(commitment), 'the log has the commitment')
    t.ok(
      verifyInclusion(leafHash(commitment), index, 700, await log.inclusionProof(index), root),
      `entry ${index}`,
    )
    t.equal(await log.indexOf(sent[index]!.event.event), index)
  }
  await log.close()
  const again = await AccessLog.open({ dataDir, seed: testSeed, log: log.id })
  t.equal(again.size, 700)
  t.same(await again.root(), root)
  await appendAll(again, 100)
  t.ok(verifyConsistency(700, root, 800, await again.root(), await again.consistencyProof(700)))
  await again.verify()
  await again.close()
})

test('EXCH-9: an event that is sent twice is one entry, also in one group and after a restart', async (t) => {
  const dataDir = await folder(t)
  const log = await AccessLog.open({ dataDir, seed: testSeed })
  const report = newReport()
  const both = await Promise.all([log.append(report), log.append(report)])
  t.same(both, [
    { index: 0, duplicate: false },
    { index: 0, duplicate: true },
  ])
  await log.close()
  const again = await AccessLog.open({ dataDir, seed: testSeed })
  t.same(await again.append(report), { index: 0, duplicate: true })
  const changed: AccessReport[] = [
    { ...report, event: { ...report.event, action: 'print' } },
    { ...report, patient: 'somebody else' },
  ]
  for (const other of changed) await t.rejects(again.append(other), { code: 'record-exists' })
  t.equal(again.size, 1)
  await again.close()
})

test('a checkpoint is a payload that the ledger accepts, and proves that the log only grew', async (t) => {
  const log = await AccessLog.open({ dataDir: await folder(t), seed: testSeed })
  await t.rejects(log.checkpointPayload({ ...stated, previousSize: 0 }), { code: 'out-of-range' })
  await appendAll(log, 300)
  const first = await log.checkpointPayload({ ...stated, previousSize: 0 })
  validate(accessLogCheckpoint.schema, first)
  await appendAll(log, 45)
  const second = await log.checkpointPayload({ ...stated, previousSize: first.size })
  validate(accessLogCheckpoint.schema, second)
  t.match(second, { log: log.id, size: 345, previousSize: 300 })
  const [oldRoot, root, ...proof] = [first.root, second.root, ...second.consistency].map((h) =>
    Buffer.from(h, 'hex'),
  )
  t.ok(oldRoot && root && verifyConsistency(300, oldRoot, 345, root, proof))
  await t.rejects(log.checkpointPayload({ ...stated, previousSize: 345 }), { code: 'out-of-range' })
  await log.close()
})

test('what cannot be is refused', async (t) => {
  const dataDir = await folder(t)
  const log = await AccessLog.open({ dataDir, seed: testSeed })
  await appendAll(log, 3)
  const { event, patient } = newReport()
  const wrongEvent = { ...event, institution: '第一人民医院' as InstitutionId }
  await t.rejects(log.append({ event: wrongEvent, patient }), {
    code: 'payload-invalid',
    field: 'institution',
  })
  for (const wrong of ['', 'a\n', 'x'.repeat(129), 'e\u0301', '\ud800'])
    await t.rejects(log.append({ event, patient: wrong }), { code: 'payload-invalid', field: 'patient' })
  for (const wrong of [-1, 3, 1.5, Number.NaN]) {
    await t.rejects(log.commitment(wrong), { code: 'out-of-range' })
    await t.rejects(log.opened(wrong), { code: 'out-of-range' })
  }
  await t.rejects(log.root(4), { code: 'out-of-range' })
  await t.rejects(log.inclusionProof(2, 2), { code: 'out-of-range' })
  await t.rejects(log.consistencyProof(3, 2), { code: 'out-of-range' })
  await log.close()
  await t.rejects(log.append(newReport()), { code: 'log-closed' })
  const other = '5f0c8a10-3b1e-4d2a-9c47-000000000001' as RecordId
  await t.rejects(AccessLog.open({ dataDir, seed: testSeed, log: other }), { code: 'log-mismatch' })
  await t.rejects(AccessLog.open({ dataDir, seed: Buffer.alloc(32, 8) }), { code: 'log-mismatch' })
})

test('what was appended before closing is answered', async (t) => {
  const log = await AccessLog.open({ dataDir: await folder(t), seed: testSeed })
  const appended = appendAll(log, 500)
  await log.close()
  t.equal((await appended).length, 500)
})

test('more events than the log can keep up with are refused, not piled up', async (t) => {
  const log = await AccessLog.open({ dataDir: await folder(t), seed: testSeed, mostWaiting: 1000 })
  const results = await Promise.allSettled(Array.from({ length: 11 }, () => appendAll(log, 100)))
  const refused = results.filter((result) => result.status === 'rejected')
  t.equal(refused.length, 1)
  t.ok(refused[0]?.reason instanceof AccessLogError && refused[0].reason.code === 'log-busy')
  t.equal(log.size, 1000)
  await log.close()
})

test('PAT-8: lists hold what was appended, for the person and for the institution, also after a restart', async (t) => {
  const dataDir = await folder(t)
  const log = await AccessLog.open({ dataDir, seed: testSeed })
  await appendAll(log, 300)
  const before = log.snapshot()
  await appendAll(log, 40)
  const person = await log.label({ kind: 'patient', name: 'patient 3' })
  const hospital = await log.label({ kind: 'institution', name: 'GD-4403-00007' })
  const indexes = async (of: AccessLog, label: typeof person, size: number) =>
    (await of.listed(label, size)).map(({ index }) => index)
  t.same(
    await indexes(log, person, 340),
    Array.from({ length: 34 }, (_, i) => i * 10 + 3),
  )
  t.equal((await indexes(log, person, 300)).length, 30)
  t.equal((await indexes(log, hospital, 340)).length, 340)
  const now = log.snapshot()
  t.notSame(now.indexRoot, before.indexRoot)
  t.ok(prove(now.index, person.label).found?.label.equals(person.label))
  const nobody = await log.label({ kind: 'patient', name: 'nobody' })
  t.notOk(prove(now.index, nobody.label).found?.label.equals(nobody.label))
  await log.close()
  const again = await AccessLog.open({ dataDir, seed: testSeed })
  t.same(again.snapshot().indexRoot, now.indexRoot)
  await again.append(newReport(3))
  t.same((await indexes(again, person, 341)).at(-1), 340)
  await again.close()
})

test('erasure destroys event and salt, leaves the tree whole, and is told in the log', async (t) => {
  const dataDir = await folder(t)
  const log = await AccessLog.open({ dataDir, seed: testSeed })
  await appendAll(log, 20)
  const [root, commitment] = [await log.root(), await log.commitment(3)]
  const { event } = (await log.eventAt(3))!
  const erasing = log.erase(3, 'subject-request', stated.issuedAt)
  await t.rejects(log.erase(3, 'subject-request', stated.issuedAt), { code: 'already-erased' })
  const { index } = await erasing
  t.equal(await log.opened(3), undefined)
  t.same(await log.commitment(3), commitment)
  t.same(parseAccessEntry((await log.opened(index))!.bytes).erasure, {
    erases: 3,
    event,
    commitment: Buffer.from(commitment).toString('hex'),
    reason: 'subject-request',
    erasedAt: stated.issuedAt,
  })
  const person = await log.label({ kind: 'patient', name: 'patient 3' })
  t.same(
    (await log.listed(person, log.size)).map(({ index }) => index),
    [3, 13, 20],
  )
  t.ok(verifyConsistency(20, root, 21, await log.root(), await log.consistencyProof(20)))
  await log.verify()
  await t.rejects(log.erase(3, 'subject-request', stated.issuedAt), { code: 'already-erased' })
  await t.rejects(log.erase(index, 'subject-request', stated.issuedAt), { code: 'target-unknown' })
  await log.close()
})

const damages: [
  string,
  'open' | 'verify',
  (store: Awaited<ReturnType<typeof openStore>>) => Promise<void>,
][] = [
  ['the newest entries changed', 'open', (store) => store.put(keys.entries(2), new Uint8Array(88 * 32))],
  ['the newest entries gone', 'open', (store) => store.del(keys.entries(2))],
  ['an entry after the end', 'open', (store) => store.put(keys.entries(2), new Uint8Array(89 * 32))],
  ['the newest tile gone', 'open', (store) => store.del(keys.tile(0, 2))],
  ['the newest tile cut', 'open', (store) => store.put(keys.tile(0, 2), new Uint8Array(64))],
  ['an upper tile gone', 'open', (store) => store.del(keys.tile(1, 0))],
  ['old entries changed', 'verify', (store) => store.put(keys.entries(0), new Uint8Array(8192))],
  ['old entries cut', 'verify', (store) => store.put(keys.entries(0), new Uint8Array(64))],
  ['old entries gone', 'verify', (store) => store.del(keys.entries(1))],
  ['an old tile changed', 'verify', (store) => store.put(keys.tile(0, 0), new Uint8Array(8192))],
  ['an upper tile changed', 'verify', (store) => store.put(keys.tile(1, 0), new Uint8Array(64))],
]
/** A log that was closed in order; each test damages a copy of its own. */
const whole = mkdtemp(join(tmpdir(), 'access-log-')).then(async (dir) => {
  const log = await AccessLog.open({ dataDir: dir, seed: testSeed })
  await appendAll(log, 600)
  await log.close()
  return dir
})
tap.teardown(async () => rm(await whole, { recursive: true }))

for (const [name, when, damage] of damages)
  test(`a damaged store is refused: ${name}`, async (t) => {
    const dataDir = await folder(t)
    await cp(await whole, dataDir, { recursive: true })
    const store = await openStore(dataDir)
    await damage(store)
    await store.close()
    const opened = AccessLog.open({ dataDir, seed: testSeed })
    if (when === 'open') return t.rejects(opened, { code: 'log-damaged' })
    const damaged = await opened
    await t.rejects(damaged.verify(), { code: 'log-damaged' })
    return damaged.close()
  })
