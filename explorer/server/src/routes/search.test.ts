import { encodePayload, type KeyId, makeEnvelope, type Payload, parseEnvelope, report } from '@huren/records'
import { test } from 'tap'
import { startWith } from '../testing/start.ts'

const people = [
  { account: 'regulator', name: '监管员', role: 'regulator' },
  { account: 'hospital', name: '医院', role: 'hospital', institution: 'GD-4401-00001' },
]

const recordOf = (i: number) => `0000000${i}-0000-4000-8000-000000000000`
const anchored = (i: number, issuer: string) => {
  const payload = { ...report.valid[0]?.payload, issuer, report: recordOf(i) } as Payload
  const signature = { keyid: 'ab'.repeat(32) as KeyId, sig: Buffer.alloc(64).toString('base64') }
  return JSON.stringify(makeEnvelope('report', encodePayload(payload), [signature]))
}

test('PROV-1 ARCH-6: found on the server by the beginning of an id, by number, by code; one’s own alone; pages turn', async (t) => {
  const { add, signedIn } = await startWith(t, people)
  const texts = [anchored(1, 'GD-4401-00001'), anchored(2, 'GD-4402-00001')]
  const ids = texts.map((text) => parseEnvelope(text).id)
  const transaction = (i: number) => ({
    ...{ id: `${i}`.padStart(64, 'e'), index: 0, validation: 'VALID', at: new Date().toISOString() },
    ...{ client: 'CityMSP/gateway', function: 'Report:submit', texts: i === 0 ? texts : [] },
    answers: i === 0 ? texts.map(() => ({ outcome: 'committed' })) : [],
  })
  for (let i = 0; i < 5; i++) await add([transaction(i)])
  const [regulator, hospital] = await Promise.all(people.map(({ account }) => signedIn(account)))
  const find = async (q: string, one = regulator) =>
    Object(await (await one!.send(`/api/search?q=${encodeURIComponent(q)}`)).json()).rows
  for (const [i, id] of ids.entries()) {
    t.same(await find(id.slice(0, 12)), [{ kind: 'statement', id }])
    t.same(await find(id.toUpperCase()), [{ kind: 'statement', id }], 'as somebody reads it aloud')
    t.equal((await find(id, hospital)).length, i === 0 ? 1 : 0, 'another’s is not there')
  }
  t.same(await find('00000002-'), [{ kind: 'record', id: recordOf(2) }])
  t.same(await find('00000002-', hospital), [])
  t.same(await find('00000001-', hospital), [{ kind: 'record', id: recordOf(1) }])
  t.same(await find('3'), [{ kind: 'block', id: '3' }])
  t.same(
    await find('e'.repeat(63)),
    [0, 1, 2, 3, 4].map((i) => ({ kind: 'transaction', id: `${i}`.padStart(64, 'e') })),
  )
  t.same(await find('eeee', hospital), [], 'transactions are the supervisors’')
  t.same(await find('%'), [])
  t.same(await find('<script>alert(1)</script>'), [])
  t.equal((await regulator!.send('/api/search?q=')).status, 400)
  t.equal((await regulator!.send(`/api/search?q=${'a'.repeat(81)}`)).status, 400)
  const blocks = async (query: string) =>
    Object(await (await regulator!.send(`/api/blocks?limit=2${query}`)).json())
  const numbers: number[] = []
  for (let before = '', more = true; more; ) {
    const { rows, next } = await blocks(before)
    numbers.push(...rows.map(({ number }: { number: number }) => number))
    before = `&before=${next}`
    more = next !== undefined
  }
  t.same(numbers, [4, 3, 2, 1, 0])
})
