import { recordTypes } from '@huren/records'
import { test } from 'tap'
import { isUnreadable } from '../testing/expect.ts'
import { World } from '../testing/world.ts'
import { ruleOf } from './index.ts'

test('every record type has a rule of its family', async (t) => {
  for (const { name, family } of recordTypes) t.equal(ruleOf(name).family, family, name)
  t.throws(() => ruleOf('promise'), /no rule/)
})

test('GAP-5: no invalid vector of the record model is ever endorsed; the answer names its field', async (t) => {
  const world = new World()
  const [{ key }] = world.central
  for (const { name, invalid } of recordTypes)
    for (const vector of invalid) {
      const signed = world.sign(name, Object(vector.payload), key)
      await isUnreadable(t, world, signed, 'payload-invalid', `${name}: ${vector.name}`, vector.field)
    }
})
