import { test } from 'tap'
import { desk, world } from './stage.ts'

/** Sentences and names of a FHIR resource: whatever is text and has a blank in it. */
const wordsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return value.length > 8 && value.includes(' ') ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : []
}

test('ARCH-11 SEC-12: the numbers are those of what was stated; no name and no word of a report stands behind them', async (t) => {
  const taken = world.taken.map(({ envelope }) => envelope.payloadType.replace(/^.*huren\.|\.v1.*$/g, ''))
  const { counts } = JSON.parse((await desk.get('/api/counts?by=type&result=committed')).body)
  for (const type of ['report', 'decision', 'consent', 'access', 'referral'])
    t.equal(
      counts.find(({ key }: { key: string[] }) => key[0] === type)?.count,
      taken.filter((each) => each === type).length,
      type,
    )
  const words = world.reports.flatMap(({ example }) =>
    wordsIn(JSON.parse(Buffer.from(example.bytes).toString())),
  )
  t.ok(words.length > 100, `${words.length} texts of the reports`)
  const { rows } = JSON.parse((await desk.get('/api/statements?limit=200')).body)
  t.ok(rows.length >= taken.length)
  for (const { id } of rows) {
    const { body } = await desk.get(`/api/statements/${id}`)
    const { text } = JSON.parse(body)
    const said = body + Buffer.from(JSON.parse(text).payload, 'base64').toString('utf8')
    t.same(
      words.filter((each) => said.includes(each)),
      [],
    )
  }
})
