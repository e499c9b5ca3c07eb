import { recordTypes } from '@huren/records'
import { test } from 'tap'
import { World } from '../testing/world.ts'
import { ruleOf } from './index.ts'

test('every record type has a rule of its family', async (t) => {
  for (const { name, family } of recordTypes) t.equal(ruleOf(name).family, family, name)
  t.throws(() => ruleOf('promise'), /no rule/)
})

test('every invalid vector of the record model is refused by the contract with its field', async (t) => {
  const world = new World()
  const [{ key }] = world.central
  for (const { name, family, invalid } of recordTypes)
    for (const vector of invalid) {
      const signed = world.sign(name, Object(vector.payload), key)
      const [result] = await world.call(`${family}:submit`, signed.text)
      const wanted = { id: null, code: 'payload-invalid', field: vector.field }
      t.match(result, wanted, `${name}: ${vector.name}`)
    }
})
