import fc from 'fast-check'
import { test } from 'tap'
import { Fn, Sm2Point } from './curve.ts'
import { sumOf } from './sum.ts'
import { Table } from './table.ts'

const points = [Sm2Point.BASE, Sm2Point.BASE.multiplyUnsafe(0xabcdefn)]
const tables = [2, 5, 6, 8].flatMap((window) =>
  points.map((point) => ({ point, table: new Table(point, window) })),
)
const scalar = fc.oneof(
  fc.bigInt({ min: 1n, max: Fn.ORDER - 1n }),
  fc.constantFrom(1n, 2n, Fn.ORDER - 1n, Fn.ORDER - 2n, Fn.ORDER / 2n),
  fc.nat(255).map((bit) => Fn.create(1n << BigInt(bit)) || 1n),
  fc.nat(255).map((bit) => Fn.create((1n << BigInt(bit)) - 1n) || 1n),
)

test("a sum of a table's terms is the product", async () => {
  fc.assert(
    fc.property(fc.constantFrom(...tables), scalar, ({ point, table }, s) =>
      sumOf(table.terms(s)).equals(point.multiplyUnsafe(s)),
    ),
    { numRuns: 200 },
  )
})

test('two products are summed like two products', async () => {
  const [one, two] = points.map((point) => new Table(point, 8))
  const holds = (s: bigint, t: bigint) =>
    sumOf([...(one?.terms(s) ?? []), ...(two?.terms(t) ?? [])]).equals(
      points[0]?.multiplyUnsafe(s).add(points[1]?.multiplyUnsafe(t) ?? Sm2Point.ZERO) ?? Sm2Point.ZERO,
    )
  fc.assert(fc.property(scalar, scalar, holds), { numRuns: 60 })
})

test('points that are equal, or opposite, or none', async (t) => {
  const base = Sm2Point.BASE.toAffine()
  const opposite = Sm2Point.BASE.negate().toAffine()
  const eight = Array.from({ length: 8 }, () => base)
  t.ok(sumOf(eight).equals(Sm2Point.BASE.multiplyUnsafe(8n)), 'eight times the same')
  t.ok(sumOf([...eight, ...eight.map(() => opposite)]).equals(Sm2Point.ZERO), 'nothing is left')
  t.ok(sumOf([base, opposite, base, opposite, base, opposite, base]).equals(Sm2Point.BASE))
  t.ok(sumOf([]).equals(Sm2Point.ZERO))
  t.ok(sumOf([base]).equals(Sm2Point.BASE))
})
