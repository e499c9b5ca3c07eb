import { randomBytes } from 'node:crypto'
import { Field } from '@noble/curves/abstract/modular.js'
import { test } from 'tap'
import { coordinateField } from './sm2-field.ts'

const p = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn
const a = p - 3n

test('the cheaper arithmetic of coordinates is that of the field, at its edges too', async (t) => {
  const [ours, theirs] = [coordinateField(p, a), Field(p)]
  const random = Array.from({ length: 30 }, () => BigInt(`0x${randomBytes(32).toString('hex')}`) % p)
  const elements = [0n, 1n, 2n, a, p - 2n, p - 1n, ...random]
  const differ = elements.flatMap((x) =>
    elements.flatMap((y) =>
      (['add', 'sub', 'mul'] as const).filter((name) => ours[name](x, y) !== theirs[name](x, y)),
    ),
  )
  t.same(differ, [])
  t.same(
    elements.map(ours.sqr),
    elements.map((x) => theirs.sqr(x)),
  )
  t.equal(ours.mul(a, a), 9n)
})
