import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  accessLogCheckpoint,
  type Instant,
  type InstitutionId,
  type RecordId,
  validate,
} from '@huren/records'
import { test } from 'tap'
import { AccessLogError } from './error.ts'
import { decodeEvent, encodeEvent } from './event.ts'
import { AccessLog } from './log.ts'
import { keys, openStore } from './store.ts'
import { collect, newEvent } from './testing/events.ts'
import { emptyRoot, leafHash } from './tree/hash.ts'
import { verifyConsistency, verifyInclusion } from './tree/verify.ts'

type Test = { teardown(done: () => Promise<unknown>): void }

const folder = async (t: Test): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'access-log-'))
  t.teardown(() => rm(dir, { recursive: true }))
  return dir
}
const events = (count: number) => Array.from({ length: count }, (_, n) => newEvent(n))
const appendAll = (log: AccessLog, count: number) =>
  Promise.all(events(count).map((event) => log.append(event)))
const stated = { issuer: 'GD-4401-00012' as InstitutionId, issuedAt: '2026-11-21T08:00:00Z' as Instant }

test('what is appended is there, in order, provable, and there again after closing', async (t) => {
  const dataDir = await folder(t)
  const log = await AccessLog.open({ dataDir })
  t.same(Buffer.from(await log.root()), Buffer.from(emptyRoot))
  const sent = events(700)
  const answers = await Promise.all(sent.map((event) => log.append(event)))
  t.same(
    answers.map(({ index }) => index),
    sent.map((_, i) => i),
  )
  const root = await log.root()
  for (const index of [0, 1, 255, 256, 699]) {
    const entry = await log.entry(index)
    t.same(decodeEvent(entry), sent[index])
    t.ok(
      verifyInclusion(leafHash(entry), index, 700, await log.inclusionProof(index), root),
      `entry ${index}`,
    )
    t.equal(await log.indexOf(sent[index]!.event), index)
  }
  await log.close()
  const again = await AccessLog.open({ dataDir, log: log.id })
  t.equal(again.size, 700)
  t.same(await again.root(), root)
  await appendAll(again, 100)
  t.ok(verifyConsistency(700, root, 800, await again.root(), await again.consistencyProof(700)))
  t.equal((await collect(again.entries(690, 710))).length, 20)
  await again.verify()
  await again.close()
})

test('EXCH-9: an event that is sent twice is one entry, also in one group and after a restart', async (t) => {
  const dataDir = await folder(t)
  const log = await AccessLog.open({ dataDir })
  const event = newEvent()
  const both = await Promise.all([log.append(event), log.append(event)])
  t.same(both, [
    { index: 0, duplicate: false },
    { index: 0, duplicate: true },
  ])
  await log.close()
  const again = await AccessLog.open({ dataDir })
  t.same(await again.append(event), { index: 0, duplicate: true })
  await t.rejects(again.append({ ...event, action: 'print' }), { code: 'record-exists' })
  t.equal(again.size, 1)
  await again.close()
})

test('a checkpoint is a payload that the ledger accepts, and proves that the log only grew', async (t) => {
  const log = await AccessLog.open({ dataDir: await folder(t) })
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
  const log = await AccessLog.open({ dataDir })
  await appendAll(log, 3)
  await t.rejects(log.append({ ...newEvent(), institution: '第一人民医院' as InstitutionId }), {
    code: 'payload-invalid',
  })
  for (const wrong of [-1, 3, 1.5, Number.NaN]) await t.rejects(log.entry(wrong), { code: 'out-of-range' })
  await t.rejects(log.root(4), { code: 'out-of-range' })
  await t.rejects(log.inclusionProof(2, 2), { code: 'out-of-range' })
  await t.rejects(log.consistencyProof(3, 2), { code: 'out-of-range' })
  await t.rejects(collect(log.entries(0, 4)), { code: 'out-of-range' })
  await log.close()
  await t.rejects(log.append(newEvent()), { code: 'log-closed' })
  const other = '5f0c8a10-3b1e-4d2a-9c47-000000000001' as RecordId
  await t.rejects(AccessLog.open({ dataDir, log: other }), { code: 'log-mismatch' })
})

test('what was appended before closing is answered', async (t) => {
  const log = await AccessLog.open({ dataDir: await folder(t) })
  const appended = appendAll(log, 500)
  await log.close()
  t.equal((await appended).length, 500)
})

test('more events than the log can keep up with are refused, not piled up', async (t) => {
  const log = await AccessLog.open({ dataDir: await folder(t) })
  const results = await Promise.allSettled(Array.from({ length: 50_001 }, () => log.append(newEvent())))
  const refused = results.filter((result) => result.status === 'rejected')
  t.equal(refused.length, 1)
  t.ok(refused[0]?.reason instanceof AccessLogError && refused[0].reason.code === 'log-busy')
  t.equal(log.size, 50_000)
  await log.close()
})

const damages: [
  string,
  'open' | 'verify',
  (store: Awaited<ReturnType<typeof openStore>>) => Promise<void>,
][] = [
  ['the newest entry changed', 'open', (store) => store.put(keys.entry(599), encodeEvent(newEvent()))],
  ['the newest entry gone', 'open', (store) => store.del(keys.entry(599))],
  ['an entry after the end', 'open', (store) => store.put(keys.entry(600), encodeEvent(newEvent()))],
  ['the newest tile gone', 'open', (store) => store.del(keys.tile(0, 2))],
  ['the newest tile cut', 'open', (store) => store.put(keys.tile(0, 2), new Uint8Array(64))],
  ['an upper tile gone', 'open', (store) => store.del(keys.tile(1, 0))],
  ['an old entry changed', 'verify', (store) => store.put(keys.entry(7), encodeEvent(newEvent()))],
  ['an old entry gone', 'verify', (store) => store.del(keys.entry(300))],
  ['an old tile changed', 'verify', (store) => store.put(keys.tile(0, 0), new Uint8Array(8192))],
  ['an upper tile changed', 'verify', (store) => store.put(keys.tile(1, 0), new Uint8Array(64))],
]
for (const [name, when, damage] of damages)
  test(`a damaged store is refused: ${name}`, async (t) => {
    const dataDir = await folder(t)
    const log = await AccessLog.open({ dataDir })
    await appendAll(log, 600)
    await log.close()
    const store = await openStore(dataDir)
    await damage(store)
    await store.close()
    if (when === 'open') return t.rejects(AccessLog.open({ dataDir }), { code: 'log-damaged' })
    const damaged = await AccessLog.open({ dataDir })
    await t.rejects(damaged.verify(), { code: 'log-damaged' })
    return damaged.close()
  })
