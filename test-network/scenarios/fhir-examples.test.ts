import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'tap'
import { exampleReports, moveDates } from './fhir-examples.ts'

const reports = exampleReports()
const folder = dirname(fileURLToPath(import.meta.resolve('hl7.fhir.r4.examples/package.json')))

test('every DiagnosticReport of the examples: 6 files and 27 inside bundles', async (t) => {
  t.equal(reports.length, 33)
  t.equal(reports.filter(({ name }) => name.startsWith('DiagnosticReport-')).length, 6)
  t.equal(new Set(reports.map(({ bytes }) => Buffer.from(bytes).toString())).size, 33, 'no two are the same')
})

test('their bytes are those of the files', async (t) => {
  for (const { name, bytes } of reports) {
    const file = readFileSync(join(folder, name.split(' ')[0]!))
    t.ok(name.includes('#') ? file.includes(Buffer.from(bytes)) : file.equals(bytes), name)
    t.equal(JSON.parse(Buffer.from(bytes).toString()).resourceType, 'DiagnosticReport')
  }
})

test('their items come from code and category', async (t) => {
  const itemOf = (name: string) => reports.find((report) => report.name.startsWith(name))?.item
  t.equal(itemOf('DiagnosticReport-f201'), 'E00001', 'CT')
  t.equal(itemOf('DiagnosticReport-ultrasound'), 'E00002')
  t.equal(itemOf('DiagnosticReport-102'), 'E00003', 'bone densitometry')
  t.equal(itemOf('Bundle-101'), 'L00001', 'blood count')
  t.equal(itemOf('Bundle-lipids'), 'L00003')
  t.equal(itemOf('DiagnosticReport-gingival-mass'), 'L00007', 'pathology')
})

test('dates are moved together: the newest is a day old', async (t) => {
  const now = new Date('2026-11-21T08:00:00Z')
  const moved = reports.map(moveDates(reports, now))
  t.equal([...moved].sort().at(-1), '2026-11-20T08:00:00.000Z')
})
