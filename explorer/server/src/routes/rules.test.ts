import { decision, encodePayload, type Instant, type KeyId, makeEnvelope } from '@huren/records'
import { test } from 'tap'
import { startWith } from '../testing/start.ts'

const people = [
  { account: 'regulator', name: '监管员', role: 'regulator' },
  { account: 'guangzhou', name: '广州', role: 'city', city: '4401' },
  { account: 'shenzhen', name: '深圳', role: 'city', city: '4403' },
  { account: 'hospital', name: '医院', role: 'hospital', institution: 'GD-4401-00001' },
]

/** A decision of an institution, as the index reads it. */
const decided = (i: number, issuer: string) => {
  const payload = {
    ...decision.valid[0]?.payload,
    issuer,
    decision: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    issuedAt: new Date().toISOString() as Instant,
  }
  const signature = { keyid: 'ab'.repeat(32) as KeyId, sig: Buffer.alloc(64).toString('base64') }
  return JSON.stringify(makeEnvelope('decision', encodePayload(payload), [signature]))
}

const rule = {
  id: 'many-decisions',
  label: { zh: '决定很多', en: 'Many decisions' },
  advice: { zh: '核对', en: 'Look' },
  ...{ on: 'statements', by: 'institution', kind: 'volume', days: 7, least: 2, state: 'on' },
  words: { type: ['decision'] },
}

test('CITY-27: a city keeps rules of its own, about its own institutions; it deals with what they find, and sees no other city’s', async (t) => {
  const { add, index, signedIn } = await startWith(t, people)
  const issuers = ['GD-4401-00001', 'GD-4403-00001']
  const texts = issuers.flatMap((issuer, who) => [0, 1, 2].map((i) => decided(who * 10 + i, issuer)))
  await add([
    {
      ...{ id: 'cd'.repeat(32), index: 0, validation: 'VALID', at: new Date().toISOString() },
      ...{ client: 'CityMSP/gateway', function: 'Recognition:submit', texts },
      answers: texts.map(() => ({ outcome: 'committed' })),
    },
  ])
  t.equal(index.statements.size, 6)
  const [regulator, guangzhou, shenzhen, hospital] = await Promise.all(
    people.map(({ account }) => signedIn(account)),
  )
  type One = NonNullable<typeof regulator>
  const json = (method: string, body: object) => ({
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  const put = async (one: One, body: object, id = rule.id) => {
    const answer = await one.send(`/api/rules/${id}`, json('PUT', body))
    return { status: answer.status, body: Object(await answer.json()) }
  }
  const rows = async (one: One, path: string): Promise<Record<string, unknown>[]> =>
    Object(await (await one.send(path)).json()).rows
  const made = await put(guangzhou!, { rule: { ...rule, city: '4403' }, note: '试点', version: 0 })
  t.match(made, { status: 200, body: { city: '4401' } }, 'whatever it says: of this city')
  t.equal(
    (
      await put(
        guangzhou!,
        { rule: { ...rule, on: 'transactions', by: 'client', id: 'other' }, note: 'x' },
        'other',
      )
    ).status,
    400,
  )
  const [first] = await rows(guangzhou!, '/api/rules')
  const { version: _, ...provinces } = first ?? {}
  t.equal(
    (await put(guangzhou!, { rule: provinces, note: 'x' }, String(provinces.id))).status,
    403,
    'the province’s stay as they are',
  )
  t.equal((await put(shenzhen!, { rule, note: 'x' })).status, 403, 'another city’s too')
  t.notOk(
    (await rows(shenzhen!, '/api/rules')).some(({ id }) => id === rule.id),
    'and is not shown',
  )
  t.equal((await shenzhen!.send(`/api/rules/${rule.id}/versions`)).status, 404)
  t.match(await rows(guangzhou!, '/api/findings'), [
    { rule: rule.id, subject: 'GD-4401-00001', city: '4401', drill: { city: ['4401'] } },
  ])
  t.equal((await rows(guangzhou!, '/api/findings')).length, 1, 'of its own institutions alone')
  t.same(await rows(shenzhen!, '/api/findings'), [])
  const [finding] = await rows(guangzhou!, '/api/findings')
  const act = (one: One, action: string) =>
    one.send(`/api/findings/${finding?.id}/actions`, json('POST', { action, note: '请核对' }))
  t.equal((await shenzhen!.send(`/api/findings/${finding?.id}`)).status, 404)
  t.equal((await act(shenzhen!, 'remind')).status, 404)
  t.equal((await act(hospital!, 'remind')).status, 403)
  t.equal((await act(guangzhou!, 'remind')).status, 200)
  t.match(await rows(hospital!, '/api/reminders'), [{ subject: 'GD-4401-00001', note: '请核对' }])
  t.same(await rows(shenzhen!, '/api/reminders'), [], 'a reminder is its own city’s')
  const changed = await put(regulator!, { rule: { ...rule, least: 3 }, note: '从宽', version: 1 })
  t.match(changed, { status: 200, body: { city: '4401', least: 3 } }, 'the province may; it stays the city’s')
})
