import { Field } from '@noble/curves/abstract/modular.js'
import fc from 'fast-check'
import { test } from 'tap'
import { coordinateField } from './field.ts'

const p = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn
const a = p - 3n

test('the cheaper arithmetic of coordinates is that of the field, at its edges too', async (t) => {
  const [ours, theirs] = [coordinateField(p, a), Field(p)]
  const element = fc.oneof(fc.bigInt(0n, p - 1n), fc.constantFrom(0n, 1n, 2n, a, p - 1n))
  fc.assert(
    fc.property(element, element, (x, y) => {
      for (const operation of ['add', 'sub', 'mul'] as const)
        if (ours[operation](x, y) !== theirs[operation](x, y)) return false
      return ours.sqr(x) === theirs.sqr(x) && ours.inv(x || 1n) === theirs.inv(x || 1n)
    }),
  )
  t.equal(ours.mul(a, a), 9n)
})
