import { generateKey } from '@huren/crypto-config'
import {
  type CatalogueItem,
  catalogueItem,
  type Digest,
  type Institution,
  type InstitutionId,
  type ItemCode,
  institution,
  type RecognitionRule,
  recognitionRule,
  report,
} from '@huren/records'
import { test } from 'tap'
import { hours, serve } from '../testing/hospital.ts'
import { startWith } from '../testing/start.ts'

const key = generateKey('ES256')
const issuer = 'GD-0000-00001' as InstitutionId
const document = 'ab'.repeat(32) as Digest
const stated = { issuer, issuedAt: hours(-1), effectiveFrom: hours(-1) }

const centre = (number: number): Institution => ({
  ...stated,
  institution: `GD-4401-0000${number}` as InstitutionId,
  version: 1,
  kind: 'quality-centre',
  city: '4401' as Institution['city'],
  status: 'active',
})
const hospital = (number: number, change: Partial<Institution> = {}): Institution => ({
  ...centre(number),
  kind: 'hospital',
  level: 'tertiary',
  ...change,
})
const item = (code: string, change: Partial<CatalogueItem> = {}): CatalogueItem => ({
  ...stated,
  item: code as ItemCode,
  version: 1,
  kind: code.startsWith('L') ? 'laboratory' : 'examination',
  status: 'active',
  validDays: 7,
  document,
  ...change,
})
const rule = (version: number, effectiveFrom: RecognitionRule['effectiveFrom']): RecognitionRule => ({
  ...{ issuer, issuedAt: hours(-1), version, effectiveFrom, document },
  ...{ minimumLevel: 'tertiary', scope: 'province', qualityRequired: false },
})

test('PROV-27: who recognises, what, and by which rule, as it is in force; for everybody, and nothing else', async (t) => {
  const asked: string[] = []
  const notary = await serve(t, ({ url = '' }, response) => {
    asked.push(url)
    response.end('{"receipt":1}')
  })
  const { url, commit } = await startWith(t, [], () => ({ notary }))
  const [first = '', , , , l1 = ''] = await commit([
    [institution.name, hospital(1), key],
    [institution.name, hospital(2), key],
    [institution.name, hospital(2, { version: 2, status: 'suspended' }), key],
    [institution.name, centre(3), key],
    [catalogueItem.name, item('L00001'), key],
    [catalogueItem.name, item('L00001', { version: 2, validDays: 14, effectiveFrom: hours(1) }), key],
    [catalogueItem.name, item('E00001'), key],
    [catalogueItem.name, item('E00001', { version: 2, status: 'retired' }), key],
    [recognitionRule.name, rule(1, hours(-1)), key],
    [recognitionRule.name, rule(2, hours(1)), key],
  ])
  await commit([[catalogueItem.name, item('L00002'), key]], 'signature-missing')
  const sample = report.valid[0]?.payload
  const [reported = ''] = sample ? await commit([[report.name, sample, key]]) : []
  const answer = await fetch(`${url}/notice/api/recognition`)
  t.equal(answer.status, 200, 'nobody signs in')
  const notice = Object(await answer.json())
  t.match(notice, {
    institutions: { length: 1, 0: { institution: 'GD-4401-00001', level: 'tertiary', statement: first } },
    items: { length: 1, 0: { item: 'L00001', version: 1, validDays: 7, statement: l1 } },
    rule: { version: 1, minimumLevel: 'tertiary' },
    counts: { reports: 1, decisions: 0 },
  })
  const get = (path: string) => fetch(`${url}/notice/api/${path}`)
  t.match(await (await get(`statements/${l1}`)).text(), /payload/)
  t.same(await (await get(`receipts/${l1}`)).json(), { receipt: 1 })
  for (const id of [reported, '0'.repeat(64)])
    for (const kind of ['statements', 'receipts'])
      t.equal((await get(`${kind}/${id}`)).status, 404, 'what is not of the registry is not handed out')
  t.equal((await get('statements/%3Cscript%3E')).status, 400)
  t.same(asked, [`/receipts/${l1}`])
  for (const path of ['/api/institutions', '/api/statements', '/api/readings'])
    t.equal((await fetch(url + path)).status, 401, path)
})
