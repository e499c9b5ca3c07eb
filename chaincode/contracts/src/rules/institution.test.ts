import { test } from 'tap'
import { accepts, refuses } from '../testing/expect.ts'
import { instant, populated } from '../testing/world.ts'
import { days } from './time.ts'

test('EXCH-14: an id is one institution’s, which changes by its next version, and stays what it is', async (t) => {
  const { world, hospital } = await populated()
  const version = (changes: object) =>
    world.govern('institution', world.institution(hospital, { version: 2, level: 'tertiary', ...changes }))
  await refuses(
    t,
    world,
    version({ version: 1, city: '4403' }),
    'version-conflict',
    'the same version anew',
    'version',
  )
  await refuses(t, world, version({ version: 3 }), 'version-conflict', 'a version left out', 'version')
  await refuses(t, world, version({}), 'version-conflict', 'in force with the one before', 'effectiveFrom')
  world.now += days(1)
  const cloud = { kind: 'imaging-cloud', level: undefined }
  await refuses(t, world, version(cloud), 'version-conflict', 'another kind', 'kind')
  const next = version({ effectiveFrom: instant(world.now + days(1)), level: 'secondary' })
  await accepts(t, world, next, 'from tomorrow on')
  const level = async () => (await world.query<Answer>('Registry:institution', hospital.id)).current.level
  t.equal(await level(), 'tertiary', 'the old version is in force today')
  world.now += days(1)
  t.equal(await level(), 'secondary', 'and the new one tomorrow')
})

interface Answer {
  current: { level: string; version: number }
  versions: unknown[]
}

test('CHAIN-2: three central institutions, of which two stay active', async (t) => {
  const { world } = await populated()
  const [one, two, three] = world.central
  const fourth = world.actor('GD-0000-00004')
  const founding = world.institution(fourth, { kind: 'central', city: '0000' })
  await refuses(t, world, world.govern('institution', founding), 'bootstrap-done', 'a fourth', 'kind')
  world.now += 1
  const suspend = (actor: typeof one) =>
    world.govern('institution', {
      ...world.institution(actor, { kind: 'central', city: '0000', version: 2, status: 'suspended' }),
    })
  await accepts(t, world, suspend(three), 'two suspend the third')
  await refuses(t, world, suspend(two), 'quorum-missing', 'nobody could undo the next one', 'status')
  await refuses(t, world, suspend(one), 'quorum-missing', 'not even by its own hand', 'status')
  const supervised = world.sign(
    'institution',
    { issuer: three.id, ...world.institution(fourth, { level: 'primary' }) },
    three.key,
    one.key,
  )
  await refuses(t, world, supervised, 'institution-inactive', 'the suspended one governs no more')
})

test('CHAIN-2: who is active again only later does not count among the two until then', async (t) => {
  const { world } = await populated()
  const [one, two, three] = world.central
  const version = (actor: typeof one, version: number, status: string, from: number) => ({
    ...world.institution(actor, { kind: 'central', city: '0000', version, status }),
    effectiveFrom: instant(from),
  })
  world.now += 1
  await accepts(t, world, world.govern('institution', version(three, 2, 'suspended', world.now)), 'suspended')
  const back = world.govern('institution', version(three, 3, 'active', world.now + days(1)))
  await accepts(t, world, back, 'and active again tomorrow')
  const suspension = world.govern('institution', version(two, 2, 'suspended', world.now))
  await refuses(t, world, suspension, 'quorum-missing', 'today one alone would be left', 'status')
  world.now += days(1)
  await accepts(
    t,
    world,
    world.govern('institution', version(two, 2, 'suspended', world.now)),
    'tomorrow it may be',
  )
})

test('queries tell what is registered', async (t) => {
  const { world, hospital } = await populated()
  t.match(await world.query('Registry:institution', hospital.id), { current: { version: 1 }, versions: [{}] })
  t.equal(await world.query('Registry:institution', 'GD-9999-99999'), null)
  const all = await world.query<{ institution: string }[]>('Registry:institutions')
  t.same(
    all.map(({ institution }) => institution),
    ['1', '2', '3']
      .map((n) => `GD-0000-0000${n}`)
      .concat(['GD-4401-00012', 'GD-4401-00090', 'GD-4401-00500', 'GD-4401-00600', 'GD-4403-00007']),
    'in the order of their ids',
  )
})
