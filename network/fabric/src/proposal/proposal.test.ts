import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { common } from '@hyperledger/fabric-protos'
import { test } from 'tap'
import { changesOf, isSameUpdate } from './changes.ts'
import { readProposal } from './file.ts'
import { collectSignatures, signersOf } from './signatures.ts'

const folder = mkdtempSync(join(tmpdir(), 'huren-proposal-'))
const written = (text: string) => {
  const file = join(folder, `${Math.random()}.json`)
  writeFileSync(file, text)
  return file
}

test('a proposal that is none is refused with what is wrong', async (t) => {
  const operation = { kind: 'remove-city', name: 'guangzhou' }
  for (const text of [
    '',
    '[]',
    '{}',
    JSON.stringify({ version: 2, operation, update: 'AA==' }),
    JSON.stringify({ version: 1, operation: { kind: 'imagine' }, update: 'AA==' }),
    JSON.stringify({ version: 1, operation: { ...operation, extra: 1 }, update: 'AA==' }),
    JSON.stringify({ version: 1, operation: { kind: 'orderers', add: [] }, update: 'AA==' }),
  ])
    t.throws(() => readProposal(written(text)), { code: 'proposal-invalid' }, text)
  const garbage = written(JSON.stringify({ version: 1, operation, update: '////' }))
  t.throws(() => signersOf(garbage), { code: 'proposal-invalid' })
  t.throws(() => collectSignatures([garbage, garbage], join(folder, 'out')), { code: 'proposal-invalid' })
})

const group = (
  version: number,
  values: Record<string, number>,
  groups: Record<string, common.ConfigGroup>,
) => {
  const made = new common.ConfigGroup()
  made.setVersion(version)
  for (const [name, each] of Object.entries(values)) {
    const value = new common.ConfigValue()
    value.setVersion(each)
    made.getValuesMap().set(name, value)
  }
  for (const [name, each] of Object.entries(groups)) made.getGroupsMap().set(name, each)
  return made
}
const update = (before: common.ConfigGroup, after: common.ConfigGroup) => {
  const made = new common.ConfigUpdate()
  made.setReadSet(before)
  made.setWriteSet(after)
  return made
}

test('what an update changes is read from its versions', async (t) => {
  const old = group(
    3,
    {},
    { Application: group(1, { ACLs: 0 }, { A: group(0, {}, {}), B: group(0, {}, {}) }) },
  )
  const now = group(
    3,
    {},
    { Application: group(2, { ACLs: 1 }, { A: group(0, {}, {}), C: group(0, { MSP: 0 }, {}) }) },
  )
  t.strictSame(changesOf(update(old, now)), [
    { how: 'added', what: 'Application/C' },
    { how: 'removed', what: 'Application/B' },
    { how: 'changed', what: 'Application/values/ACLs' },
  ])
})

test('the order in which a map was written says nothing', async (t) => {
  const one = group(1, { a: 1, b: 2 }, {})
  const other = group(1, { b: 2, a: 1 }, {})
  t.ok(isSameUpdate(update(one, one), update(other, other)))
  t.notOk(isSameUpdate(update(one, one), update(one, group(1, { a: 1, b: 3 }, {}))))
})
