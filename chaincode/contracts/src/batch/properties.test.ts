import { families, parseEnvelope, recordTypes } from '@huren/records'
import fc from 'fast-check'
import { test } from 'tap'
import { outcomes } from '../testing/expect.ts'
import { TestLedger } from '../testing/ledger.ts'
import { newRecordId, populated, type Signed } from '../testing/world.ts'

const isReadable = (text: string) => {
  try {
    return parseEnvelope(text).text === text
  } catch {
    return false
  }
}
const stateOf = (ledger: TestLedger) =>
  [...ledger.state].map(([key, value]) => `${key} ${Buffer.from(value).toString()}`).sort()

test('one batch does what its statements do one by one', async (t) => {
  const { world, hospital, other } = await populated()
  const reports = [newRecordId(), newRecordId()]
  const ids: (string | null)[] = ['a'.repeat(64)]
  const pool: Signed[] = []
  for (const report of reports)
    for (const [version, status] of [
      [1, 'preliminary'],
      [1, 'final'],
      [2, 'final'],
      [2, 'withdrawn'],
      [3, 'amended'],
    ] as const) {
      const absent = status === 'withdrawn' ? { content: undefined, format: undefined } : {}
      const link = version > 1 ? { supersedes: ids.at(-1) } : {}
      const signed = world.report(hospital, { report, version, status, ...absent, ...link })
      const [result] = JSON.parse(
        (await world.ledger.endorse({ args: ['Report:submit', signed.text], now: world.now })).payload,
      )
      ids.push(result.id)
      pool.push(signed, world.report(other, { report, version, status, ...absent, ...link }))
    }
  const sameEnd = async (statements: readonly Signed[]) => {
    const texts = statements.map(({ text }) => text)
    const [whole, single] = [new TestLedger(), new TestLedger()]
    for (const ledger of [whole, single])
      for (const [key, value] of world.ledger.state) ledger.state.set(key, value)
    const { now } = world
    const together = await whole.submit({ args: ['Report:submit', ...texts], now })
    const apart: unknown[] = []
    for (const text of texts)
      apart.push(...JSON.parse((await single.submit({ args: ['Report:submit', text], now })).payload))
    return (
      together.payload === JSON.stringify(apart) &&
      JSON.stringify(stateOf(whole)) === JSON.stringify(stateOf(single))
    )
  }
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...pool), { minLength: 1, maxLength: 12 }), sameEnd),
    { numRuns: 30 },
  )
  t.pass('held for every batch tried')
})

test('whatever is sent: what is no statement is not endorsed, any other has an answer; nothing is written', async (t) => {
  const { world, hospital } = await populated()
  const { text } = world.report(hospital)
  const damaged = fc
    .tuple(fc.nat(text.length - 1), fc.string({ maxLength: 3 }))
    .map(([at, put]) => text.slice(0, at) + put + text.slice(at + 1 + put.length))
    .filter((changed) => changed !== text)
  const typed = fc
    .tuple(fc.constantFrom(...recordTypes), fc.dictionary(fc.string(), fc.jsonValue()))
    .map(([{ name }, payload]) => world.sign(name, payload, hospital.key).text)
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), damaged, typed)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...families),
      fc.array(anything, { minLength: 1, maxLength: 8 }),
      async (family, texts) => {
        const { status, message, payload, writes } = await world.ledger.endorse({
          args: [`${family}:submit`, ...texts],
          now: world.now,
        })
        if (!texts.every(isReadable))
          return status === 500 && /^statement-unreadable: /.test(message) && writes.length === 0
        const results = JSON.parse(payload)
        return (
          status === 200 &&
          results.length === texts.length &&
          outcomes(results).every((outcome) => outcome !== 'committed') &&
          writes.length === 0
        )
      },
    ),
    { numRuns: 200 },
  )
  t.pass('held for everything tried')
})
