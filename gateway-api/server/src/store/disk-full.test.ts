import { rm } from 'node:fs/promises'
import { type Envelope, parsePromise } from '@huren/records'
import t, { test } from 'tap'
import { callerWith, plain } from '../testing/caller.ts'
import { startGatewayProcess } from '../testing/gateway-process.ts'
import { World } from '../testing/world.ts'

t.setTimeout(170_000)
const world = await World.founded()
const hospital = await world.register('GD-4401-00001')
await world.gateway.close()

const perRequest = 50

/** Submits until the disk takes no more; every promise that was given counts. Signed beforehand, so that it asks again at once. */
const fill = async (url: string, requests: Envelope[][]) => {
  const caller = callerWith(() => url, hospital.key)
  const promised: string[] = []
  for (const statements of requests) {
    const { status, body } = await caller.post('/v1/statements', { statements }, { prefer: 'respond-async' })
    if (status >= 300) return { promised, refused: body }
    for (const promise of body.promises)
      promised.push(...parsePromise(JSON.stringify(promise)).payload.statements)
  }
  throw new Error('the disk was never full')
}

const committed = async (url: string) => {
  const ids: string[] = []
  for (let cursor = ''; ; ) {
    const page = `/v1/reports?limit=200${cursor && `&cursor=${cursor}`}`
    const { body } = await callerWith(() => url, hospital.key).get(page)
    ids.push(...body.items.map(({ id }: { id: string }) => id))
    if (!body.next) return ids
    cursor = body.next
  }
}

test('EXCH-9: a full disk: a clear problem, an end, and after the next start everything promised, once', async (t) => {
  const requests = Array.from({ length: 60 }, () =>
    Array.from({ length: perRequest }, () => world.report(hospital)),
  )
  const full = await startGatewayProcess(world.settings, 1024)
  const { promised, refused } = await fill(full.url, requests)
  t.match(refused, { status: 503, code: 'storage-failed', detail: /cannot write to its disk/ })
  t.ok(promised.length > 0)
  t.equal(await full.closed, 1, 'the process ends and says so: what could not be written is not pretended')

  const roomy = await startGatewayProcess(world.settings)
  for (let tries = 0; tries < 300; tries++) {
    if ((await plain(`${roomy.url}/metrics`)).body.includes('huren_queue_statements 0\n')) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const ids = await committed(roomy.url)
  const unique = new Set(ids)
  t.equal(unique.size, ids.length, 'nothing twice')
  t.same(
    promised.filter((id) => !unique.has(id)),
    [],
    'nothing promised is lost',
  )
  t.equal(await roomy.stop('SIGTERM'), 0)
})

test('close', async () => {
  await world.ledger.stop()
  await rm(world.dir, { recursive: true, force: true })
})
