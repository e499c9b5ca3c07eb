import { randomBytes } from 'node:crypto'
import { generateKey, signStatement } from '@huren/crypto-config'
import { type Payload, parseEnvelope, recordTypes } from '@huren/records'
import { test } from 'tap'
import { footprintOf, Occupied } from './footprint.ts'

const key = generateKey('ES256')
const footprint = (name: string, payload: Payload) =>
  footprintOf(parseEnvelope(JSON.stringify(signStatement(name, payload, [key]))))
const vectors = recordTypes.flatMap((type) =>
  type.valid.map((vector) => ({
    name: type.name,
    payload: { ...vector.payload } as Payload & Record<string, unknown>,
  })),
)

test('every statement writes itself and reads the keys that signed it', async (t) => {
  for (const { name, payload } of vectors) {
    const { reads, writes } = footprint(name, payload)
    t.ok(
      [...writes].some((thing) => thing.startsWith('statement:')),
      name,
    )
    t.ok(reads.has(`key:${key.id}`) || writes.has(`key:${key.id}`), name)
    t.ok(writes.size >= 2, `${name} changes something besides`)
  }
})

test('a statement waits for the key and the institution that it needs', async (t) => {
  const report = vectors.find(({ name }) => name === 'report')!
  const institution = vectors.find(({ name }) => name === 'institution')!
  const about = new Occupied()
  about.add(
    footprint('institution', { ...institution.payload, institution: report.payload.issuer } as Payload),
  )
  t.ok(about.meets(footprint('report', report.payload)))
})

test('two reports of one hospital do not wait for each other', async (t) => {
  const { payload } = vectors.find(({ name }) => name === 'report')!
  const other = { ...payload, report: '00000000-0000-4000-8000-000000000000' }
  const one = new Occupied()
  one.add(footprint('report', payload))
  t.notOk(one.meets(footprint('report', other)))
  t.ok(one.meets(footprint('report', { ...payload, content: randomBytes(32).toString('hex') } as Payload)))
})
