import { test } from 'tap'
import { defaultConsortium } from '../description/default.ts'
import { orderersOf } from '../description/nodes.ts'
import { indispensableCentres } from '../description/survival.ts'
import { validateConsortium } from '../description/validate.ts'
import { numberBeside, numberFor, withNumbers } from './numbers.ts'

const numbered = (consortium: ReturnType<typeof defaultConsortium>) =>
  orderersOf(consortium).map(({ id, organisation }) => ({ id, dataCentre: organisation.dataCentre }))

test('CHAIN-6, GAP-6: whoever joins the consenter set, leadership leaves a lost centre at once', async (t) => {
  const founders = withNumbers(defaultConsortium())
  t.strictSame(
    numbered(founders).map(({ id }) => id),
    [10, 20, 30, 40, 50, 60],
  )
  const present = numbered(founders)
  for (const dataCentre of ['centre1', 'centre2', 'centre3', 'centre1', 'centre2', 'centre3']) {
    present.push({ id: numberFor(present, dataCentre), dataCentre })
    present.sort((a, b) => a.id - b.id)
  }
  t.equal(new Set(present.map(({ id }) => id)).size, 12, 'no number twice')
  for (const [index, { dataCentre }] of present.entries())
    t.not(present[(index + 1) % present.length]?.dataCentre, dataCentre)
})

test('who replaces an orderer has a number of its own, beside it', async (t) => {
  const present = numbered(withNumbers(defaultConsortium()))
  t.equal(numberBeside(present, 30), 31)
  t.equal(numberBeside(present, 60), 61)
  const crowded = [
    { id: 1, dataCentre: 'centre1' },
    { id: 2, dataCentre: 'centre2' },
  ]
  t.throws(() => numberBeside(crowded, 1), { code: 'description-invalid' })
})

test('a description in which leadership would stay, or a number stands twice, is refused', async (t) => {
  const consortium = withNumbers(defaultConsortium())
  const renumbered = (consenter: (name: string, index: number) => number) => ({
    ...consortium,
    organisations: consortium.organisations.map((organisation) => ({
      ...organisation,
      orderers: organisation.orderers.map((node, index) => ({
        ...node,
        consenter: consenter(organisation.name, index),
      })),
    })),
  })
  const place = (name: string) => consortium.organisations.findIndex((one) => one.name === name)
  const centreByCentre = renumbered((name, index) => place(name) * 2 + index + 1)
  t.throws(() => validateConsortium(centreByCentre), { code: 'description-invalid', message: /leadership/ })
  t.throws(() => validateConsortium(renumbered((_, index) => index + 1)), { message: /appears twice/ })
  t.doesNotThrow(() => validateConsortium(consortium))
  const [first, ...others] = consortium.organisations
  const fewer = {
    ...consortium,
    organisations: [{ ...first, orderers: first?.orderers.slice(0, 1) ?? [] }, ...others],
  }
  t.throws(() => validateConsortium(fewer), { code: 'description-invalid' }, 'SmartBFT 1 + 2 + 2 would stop')
  t.doesNotThrow(() => validateConsortium({ ...defaultConsortium({ ordering: 'raft' }), inTransition: true }))
  t.strictSame(indispensableCentres(consortium), [])
})
