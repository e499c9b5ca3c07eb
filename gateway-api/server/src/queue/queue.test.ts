import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKey } from '@huren/crypto-config'
import { type InstitutionId, parseEnvelope } from '@huren/records'
import pino from 'pino'
import t, { test } from 'tap'
import { Ledger } from '../ledger/ledger.ts'
import { createMetrics } from '../metrics.ts'
import { Projection } from '../projection/projection.ts'
import { openStore, type Write } from '../store/buckets.ts'
import { GroupCommit } from '../store/group-commit.ts'
import { prepareConsortium } from '../testing/ledger.ts'
import { commitment, signed, uuid } from '../testing/world.ts'
import { Delivery, Undeliverable } from './delivery.ts'
import type { Entry, Outcome } from './entry.ts'
import { Queue } from './queue.ts'

t.setTimeout(60_000)
const key = generateKey('ES256')
const issuer = 'GD-4401-00001' as InstitutionId
const statement = (report = uuid()) => {
  const fields = { issuer, report, version: 1, status: 'final', item: 'L00001', subject: commitment() }
  const more = { content: commitment(), format: 'pdf', performedAt: new Date().toISOString() }
  return parseEnvelope(JSON.stringify(signed('report', { ...fields, ...more }, key)))
}
const dir = await mkdtemp(join(tmpdir(), 'huren-queue-'))
const { identity, mspId } = await prepareConsortium(dir)
/** Nobody listens there: these tests are about what the queue does with what delivery says. */
const ledger = await Ledger.connect({
  address: '127.0.0.1:9',
  tlsCertificate: identity.certificate,
  mspId,
  identityCertificate: identity.certificate,
  identityKey: identity.key,
  channel: 'huren',
  chaincode: 'huren',
})
const log = pino({ level: 'silent' })
const metrics = createMetrics()
const settings = {
  statements: 100,
  bytes: 1 << 20,
  deadline: 60_000,
  batch: 20,
  batchBytes: 1 << 20,
  inFlight: 2,
  linger: 5,
  replay: 60_000,
}

const open = async (name: string, deliver: (batch: readonly Entry[]) => Promise<Outcome[]>) => {
  const { db, buckets } = await openStore(join(dir, name))
  class Scripted extends Delivery {
    override deliver(batch: readonly Entry[]) {
      return deliver(batch)
    }
  }
  const delivery = new Scripted({
    ledger,
    projection: new Projection(db, buckets, ledger, log),
    buckets,
    settings: { patience: 100, oddAttempts: 1 },
    metrics,
    log,
    signal: new AbortController().signal,
  })
  const disk = new GroupCommit<Write>(db)
  const queue = new Queue({ db, buckets, disk, delivery, settings, metrics, log })
  await queue.restore()
  queue.start()
  return { queue, buckets, db }
}
const committed: Outcome = { stage: 'committed', outcome: 'committed', transaction: 'x', block: 1 }

test('a batch that the ledger chokes on is halved until the cause stands alone as a dead letter', async (t) => {
  const poison = statement()
  const sizes: number[] = []
  const { queue, buckets, db } = await open('poison', async (batch) => {
    sizes.push(batch.length)
    if (batch.some(({ row }) => row.id === poison.id)) throw new Undeliverable('delivery-failed', 'it chokes')
    return batch.map(() => committed)
  })
  const entries = await queue.accept(
    [...Array.from({ length: 7 }, () => statement()), poison, statement()],
    issuer,
  )
  const outcomes = await Promise.all(entries.map(({ final }) => final))
  t.same(
    outcomes.map(({ stage }) => stage),
    [...Array(7).fill('committed'), 'dead', 'committed'],
  )
  t.equal(sizes[0], 9)
  t.match(await buckets.dead.get(poison.id), { cause: { code: 'delivery-failed', detail: 'it chokes' } })
  t.same(await buckets.queue.keys().all(), [], 'nothing is left in the queue')
  await queue.accept([poison], issuer)
  t.equal(await buckets.dead.get(poison.id), undefined, 'sent again it is in the queue again, not in both')
  await queue.close()
  await db.close()
})

test('what was accepted is on the disk, and comes back in order after a stop', async (t) => {
  const never = Promise.withResolvers<Outcome[]>()
  const first = await open('restored', () => never.promise)
  const statements = Array.from({ length: 50 }, () => statement())
  await first.queue.accept(statements, issuer)
  await first.db.close()
  const arrived: string[] = []
  const second = await open('restored', async (batch) => {
    arrived.push(...batch.map(({ row }) => row.id))
    return batch.map(() => committed)
  })
  const left = await second.buckets.queue.values().all()
  t.same(
    left.map(({ id }) => id),
    statements.map(({ id }) => id),
  )
  const again = await second.queue.accept([statements[10]!], issuer)
  t.same(again[0]?.row.receivedAt, left[10]?.receivedAt, 'the same promise, not a second statement')
  second.queue.enqueue(statements.map(({ id }) => second.queue.find(id)!))
  await Promise.all(again.map(({ final }) => final))
  t.ok(arrived.includes(statements[10]!.id))
  await second.queue.close()
  await second.db.close()
})

test('a refusal is kept, so that it can be asked for', async (t) => {
  const refusal = { code: 'report-unknown', detail: 'there is none', field: 'report' } as const
  const { queue, buckets, db } = await open('refused', async (batch) =>
    batch.map(() => ({ stage: 'refused', outcome: 'refused', ...refusal })),
  )
  const [entry] = await queue.accept([statement()], issuer)
  t.match(await entry!.final, { stage: 'refused', code: 'report-unknown' })
  t.match(await buckets.refused.get(entry!.row.id), { ...refusal, submitter: issuer })
  await queue.close()
  await db.close()
})

test('all of a request or nothing', async (t) => {
  const { queue, db } = await open('full', () => new Promise(() => undefined))
  await queue.accept(
    Array.from({ length: 60 }, () => statement()),
    issuer,
  )
  await t.rejects(
    queue.accept(
      Array.from({ length: 60 }, () => statement()),
      issuer,
    ),
    { code: 'queue-full' },
  )
  t.equal(queue.size, 60)
  await db.close()
})

test('close', async () => {
  ledger.close()
  await rm(dir, { recursive: true, force: true })
})
