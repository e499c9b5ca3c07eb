import { test } from 'tap'
import { patienceOf } from './prefer.ts'

test('Prefer (RFC 7240) says how long a submitter waits', async (t) => {
  t.equal(patienceOf(undefined), 10_000)
  t.equal(patienceOf('respond-async'), 0)
  t.equal(patienceOf('Respond-Async, wait=5'), 0)
  t.equal(patienceOf('wait=3'), 3000)
  t.equal(patienceOf('wait=3600'), 60_000)
  t.equal(patienceOf('return=minimal'), 10_000, 'unknown preferences are ignored')
  for (const bad of ['wait=-1', 'wait=soon', ';;', 'wait='])
    t.throws(() => patienceOf(bad), { code: 'parameter-invalid', field: 'prefer' }, bad)
})
