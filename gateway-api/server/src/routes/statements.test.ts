import { test } from 'tap'
import { World } from '../testing/world.ts'

test('CHAIN-1 a signed report goes on the chain', async (t) => {
  const world = await World.founded()
  t.teardown(() => world.close())
  const hospital = await world.register('GD-4401-00001')
  const envelope = world.report(hospital)
  const { status, body } = await hospital.post('/v1/statements', envelope)
  t.equal(status, 200)
  t.match(body.results, [{ stage: 'committed', outcome: 'committed', block: Number }])
})
