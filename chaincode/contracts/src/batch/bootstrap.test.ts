import { generateKey } from '@huren/crypto-config'
import { test } from 'tap'
import { outcomes } from '../testing/expect.ts'
import { instant, type Signed, World } from '../testing/world.ts'

const found = (world: World, statements: readonly Signed[]) =>
  world.call('Registry:bootstrap', ...statements.map(({ text }) => text))

test('CHAIN-2: three central institutions found the consortium, once', async (t) => {
  for (const algorithm of ['SM2-SM3', 'ES256'] as const) {
    const world = new World(algorithm)
    const statements = world.founding()
    t.same(outcomes(await found(world, statements)), Array(6).fill('committed'), algorithm)
    world.now += 1000
    t.same(outcomes(await found(world, statements)), Array(6).fill('duplicate'), 'sent again')
    t.same(outcomes(await found(world, world.founding())), Array(6).fill('bootstrap-done'), 'another one')
    const broken = ['Registry:bootstrap', ...statements.map(({ text }) => text), '{']
    const { status, message } = await world.ledger.endorse({ args: broken, now: world.now })
    t.match(
      { status, message },
      { status: 500, message: /^statement-unreadable: statement 7: json-malformed/ },
    )
  }
})

test('the keys may come before the institutions in the batch', async (t) => {
  const world = new World()
  t.same(outcomes(await found(world, world.founding().reverse())), Array(6).fill('committed'))
})

test('all of a bootstrap holds, or nothing does', async (t) => {
  const others = (code: string, wrong: number) =>
    Array.from({ length: 6 }, (_, i) => (i === wrong ? code : 'bootstrap-invalid'))
  const cases: [string, (world: World, statements: Signed[]) => Signed[], string[]][] = [
    ['only two institutions', (_, s) => s.slice(0, 4), Array(4).fill('bootstrap-invalid')],
    [
      'signed by one alone',
      (world, s) => {
        const [one] = world.central
        return s.with(1, world.by(one, 'signing-key', world.signingKey(one)))
      },
      others('quorum-missing', 1),
    ],
    [
      'a key that is not the digest of itself',
      (world, s) => {
        const [one] = world.central
        const key = 'a'.repeat(64)
        return s.with(3, world.govern('signing-key', { ...world.signingKey(one), key }))
      },
      others('key-id-mismatch', 3),
    ],
    [
      'a hospital among them',
      (world, s) => {
        const hospital = world.institution(world.central[2], { level: 'tertiary' })
        return s.with(4, world.govern('institution', hospital))
      },
      // the hospital's statement is fine by itself: the batch is not
      Array(6).fill('bootstrap-invalid'),
    ],
    [
      'a stranger who signs',
      (world, s) => {
        const [one, two] = world.central
        const payload = { issuer: one.id, ...world.institution(two, { kind: 'central', city: '0000' }) }
        return s.with(2, world.sign('institution', payload, one.key, two.key, generateKey('ES256')))
      },
      others('key-unknown', 2),
    ],
    [
      'something else',
      (world, s) => [
        ...s.slice(0, 5),
        world.govern('recognition-rule', {
          version: 1,
          minimumLevel: 'primary',
          scope: 'city',
          qualityRequired: false,
          effectiveFrom: instant(world.now),
          document: 'a'.repeat(64),
        }),
      ],
      Array(6).fill('bootstrap-invalid'),
    ],
  ]
  for (const [name, change, wanted] of cases) {
    const world = new World()
    t.same(outcomes(await found(world, change(world, world.founding()))), wanted, name)
    t.equal(world.ledger.state.size, 0, `${name}: nothing is written`)
  }
})

test('nothing is stated before the bootstrap', async (t) => {
  const world = new World()
  const [one] = world.central
  t.same(outcomes(await world.submit(world.govern('signing-key', world.signingKey(one)))), ['key-unknown'])
})
