import { setTimeout as delay } from 'node:timers/promises'
import { parsePromise } from '@huren/records'
import t, { test } from 'tap'
import { callerWith, plain } from '../testing/caller.ts'
import { startGatewayProcess } from '../testing/gateway-process.ts'
import { World } from '../testing/world.ts'

t.setTimeout(180_000)
const world = await World.founded()
const hospital = await world.register('GD-4401-00001')
await world.gateway.close()

const rounds = 3
const perRequest = 20

/** Submits without waiting until the gateway dies; returns the ids that were promised. */
const submitUntilKilled = async (url: string) => {
  const caller = callerWith(() => url, hospital.key)
  const promised: string[] = []
  for (;;) {
    const statements = Array.from({ length: perRequest }, () => world.report(hospital))
    const answer = await caller
      .post('/v1/statements', { statements }, { prefer: 'respond-async' })
      .catch(() => undefined)
    if (!answer) return promised
    for (const promise of answer.body.promises)
      promised.push(...parsePromise(JSON.stringify(promise)).payload.statements)
  }
}

const committedIds = async (url: string) => {
  const caller = callerWith(() => url, hospital.key)
  const ids: string[] = []
  for (let cursor = ''; ; ) {
    const { body } = await caller.get(`/v1/reports?limit=200${cursor && `&cursor=${cursor}`}`)
    ids.push(...body.items.map(({ id }: { id: string }) => id))
    if (!body.next) return ids
    cursor = body.next
  }
}

const drained = async (url: string) => {
  for (let tries = 0; tries < 600; tries++) {
    const { body } = await plain(`${url}/v1/about`)
    if (body.queue.statements === 0 && body.index.height === body.ledger.height) return
    await delay(50)
  }
  throw new Error('the queue did not drain')
}

test('EXCH-9: what was promised survives SIGKILL of the gateway, and is committed once', async (t) => {
  const promised: string[] = []
  for (let round = 0; round < rounds; round++) {
    const gateway = await startGatewayProcess(world.settings)
    const submitting = submitUntilKilled(gateway.url)
    await delay(150 + 150 * round)
    await gateway.stop('SIGKILL')
    promised.push(...(await submitting))
  }
  const gateway = await startGatewayProcess(world.settings)
  await drained(gateway.url)
  const committed = await committedIds(gateway.url)
  t.ok(promised.length > 0, `${promised.length} statements were promised`)
  t.same(new Set(committed).size, committed.length, 'nothing is there twice')
  const kept = new Set(committed)
  t.same(
    promised.filter((id) => !kept.has(id)),
    [],
    'nothing is lost',
  )
  t.equal(await gateway.stop('SIGTERM'), 0, 'it stops cleanly when asked to')
})

test('the index comes back from block 0 when it is thrown away', async (t) => {
  const before = await startGatewayProcess(world.settings)
  const known = await committedIds(before.url)
  await before.stop('SIGTERM')
  await world.restartGateway({ rebuildIndex: true })
  await drained(world.url)
  t.same(await committedIds(world.url), known)
})

test('close', async () => world.close())
