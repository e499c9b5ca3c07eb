import { test } from 'tap'
import { accepts, outcomes, refuses } from '../testing/expect.ts'
import { consistencyProof, headOf } from '../testing/merkle.ts'
import { type Actor, newDigest, newRecordId, populated } from '../testing/world.ts'

const entries = (n: number, note = 'access') =>
  Array.from({ length: n }, (_, i) => Buffer.from(`${note} ${i}`))

test('SEC-10: each checkpoint of an access log extends the last; a forged one is refused', async (t) => {
  const { world, hospital, cloud, centre } = await populated()
  const log = newRecordId()
  const checkpoint = (
    to: number,
    from: number,
    changes: object = {},
    by: Actor = cloud,
    all = entries(to),
  ) => {
    const consistency = from === 0 ? [] : consistencyProof(from, all)
    const fields = { log, ...headOf(all), previousSize: from, consistency, ...changes }
    return world.by(by, 'access-log-checkpoint', fields)
  }
  await refuses(t, world, checkpoint(5, 0, {}, centre), 'issuer-mismatch', 'by who keeps no log', 'issuer')
  await refuses(t, world, checkpoint(5, 3), 'log-unknown', 'the first one follows nothing', 'log')
  const first = checkpoint(5, 0)
  await accepts(t, world, first, 'the first checkpoint')
  await refuses(t, world, checkpoint(9, 5, {}, hospital), 'issuer-mismatch', "another's log", 'issuer')
  const forged = entries(9).with(2, Buffer.from('nobody looked'))
  await refuses(t, world, checkpoint(9, 5, {}, cloud, forged), 'log-fork', 'a rewritten entry', 'consistency')
  const proof = { consistency: [newDigest()] }
  await refuses(t, world, checkpoint(9, 5, proof), 'log-fork', 'a made-up proof', 'consistency')
  await refuses(t, world, checkpoint(9, 4), 'log-size', 'extends an older size', 'previousSize')
  await refuses(t, world, checkpoint(9, 0), 'log-size', 'begins anew', 'previousSize')
  await accepts(t, world, checkpoint(9, 5), 'the second checkpoint')
  await refuses(
    t,
    world,
    checkpoint(9, 0, {}, cloud, forged),
    'log-fork',
    'another head of this size',
    'root',
  )
  const old = entries(5, 'forged')
  await refuses(t, world, checkpoint(5, 0, {}, cloud, old), 'log-fork', 'another head of an old size', 'root')
  await refuses(t, world, checkpoint(7, 5), 'log-size', 'a size that has passed', 'previousSize')
  await refuses(t, world, checkpoint(9, 5, { issuedAt: '2026-11-21T08:00:01Z' }), 'log-size', 'nothing new')
  t.same(outcomes(await world.submit(first)), ['duplicate'], 'the first one sent again, long after')
  t.match(await world.query('AccessLog:get', log), { issuer: cloud.id, ...headOf(entries(9)) })
  t.equal(await world.query('AccessLog:get', newRecordId()), null)
})

test('several checkpoints of a log may share a batch', async (t) => {
  const { world, hospital } = await populated()
  const log = newRecordId()
  const all = [3, 8, 21].map((to, i, sizes) => {
    const from = sizes[i - 1] ?? 0
    const consistency = from === 0 ? [] : consistencyProof(from, entries(to))
    const fields = { log, ...headOf(entries(to)), previousSize: from, consistency }
    return world.by(hospital, 'access-log-checkpoint', fields)
  })
  t.same(outcomes(await world.submit(...all)), Array(3).fill('committed'))
  t.same(outcomes(await world.submit(...all)), Array(3).fill('duplicate'))
})

test('CITY-3: an index of lists that a log has begun stays, under one key', async (t) => {
  const { world, cloud } = await populated()
  const log = newRecordId()
  const key = newDigest()
  const checkpoint = (to: number, from: number, index?: object) => {
    const consistency = from === 0 ? [] : consistencyProof(from, entries(to))
    const fields = { log, ...headOf(entries(to)), previousSize: from, consistency, ...(index && { index }) }
    return world.by(cloud, 'access-log-checkpoint', fields)
  }
  await accepts(t, world, checkpoint(3, 0), 'a log may begin without')
  await accepts(t, world, checkpoint(5, 3, { root: newDigest(), key }), 'and add an index later')
  await refuses(t, world, checkpoint(9, 5), 'log-index', 'the index left out', 'index')
  const other = { root: newDigest(), key: newDigest() }
  await refuses(t, world, checkpoint(9, 5, other), 'log-index', 'labels under another key', 'index')
  await accepts(t, world, checkpoint(9, 5, { root: newDigest(), key }), 'the same key, a new root')
  t.match(await world.query('AccessLog:get', log), { size: 9, indexKey: key })
})
