import { test } from 'tap'
import { accepts, refuses } from '../testing/expect.ts'
import { instant, item, newDigest, populated } from '../testing/world.ts'
import { days } from './time.ts'

interface Answer {
  current: { version: number; status: string }
  versions: unknown[]
}

test('FACT-7, CITY-7, GAP-2: the catalogue changes by versions that take effect in their time', async (t) => {
  const { world, hospital } = await populated()
  const next = (changes: object) => ({
    item,
    version: 2,
    kind: 'laboratory',
    status: 'retired',
    validDays: 30,
    effectiveFrom: instant(world.now + days(1)),
    document: newDigest(),
    ...changes,
  })
  await refuses(t, world, world.by(hospital, 'catalogue-item', next({})), 'issuer-mismatch', 'by a hospital')
  await refuses(t, world, world.govern('catalogue-item', next({ version: 4 })), 'version-conflict', 'a gap')
  await accepts(t, world, world.govern('catalogue-item', next({})), 'retired from tomorrow on')
  const early = next({ version: 3, status: 'active' })
  await refuses(t, world, world.govern('catalogue-item', early), 'version-conflict', 'in the same moment')
  const status = async () => (await world.query<Answer>('Registry:item', item)).current.status
  t.equal(await status(), 'active')
  world.now += days(1)
  t.equal(await status(), 'retired')
  t.equal(await world.query('Registry:item', 'L99999'), null)
})

test('CITY-6, CITY-13, EXCH-20, FACT-8, GAP-2: the dictionary of reasons and the rule have versions; each can be asked for', async (t) => {
  const { world } = await populated()
  const effectiveFrom = instant(world.now + days(1))
  const second = { version: 2, effectiveFrom, document: newDigest() }
  const ten = Array.from({ length: 10 }, (_, index) => `NR${String(index + 1).padStart(2, '0')}`)
  const reasons = world.govern('reason-dictionary', { ...second, reasons: ten })
  const rule = world.govern('recognition-rule', {
    ...second,
    minimumLevel: 'tertiary',
    scope: 'city',
    qualityRequired: true,
  })
  await accepts(t, world, reasons, 'the next dictionary')
  await accepts(t, world, rule, 'the next rule')
  t.match(await world.query('Registry:reasons'), { version: 1, reasons: ['NR03', 'NR07'] }, 'in force today')
  t.match(await world.query('Registry:reasons', '2'), { version: 2, reasons: ten })
  t.match(await world.query('Registry:rule'), { version: 1, scope: 'province' })
  t.match(await world.query('Registry:rule', '2'), { version: 2, scope: 'city' })
  t.equal(await world.query('Registry:rule', '3'), null)
  world.now += days(1)
  t.match(await world.query('Registry:reasons'), { version: 2 }, 'in force tomorrow')
  t.match(await world.query('Registry:rule'), { version: 2 })
})
