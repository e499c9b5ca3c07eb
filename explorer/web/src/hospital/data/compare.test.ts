import { commit } from '@huren/records'
import { test } from 'tap'
import { compare, readOwnIds } from './compare.ts'
import { agrees, readPeople } from './people.ts'

const id = (n: number) => n.toString(16).padStart(64, '0')
const row = (n: number, type = 'report', day = '2026-11-21') => ({ id: id(n), type, day })

test('EXCH-22: equal counts of different statements do not agree', (t) => {
  const { lines, differences } = compare({
    ledger: [row(1), row(2)],
    city: [row(1), row(3)],
    own: new Set([id(1), id(4)]),
  })
  t.same(lines, [{ day: '2026-11-21', type: 'report', ledger: 2, city: 2, own: 1 }])
  t.same(
    differences.map(({ id: which, kind }) => [which, kind]),
    [
      [id(4), 'not-on-ledger'],
      [id(2), 'not-ours'],
      [id(2), 'city-lacks'],
      [id(3), 'city-alone'],
    ],
  )
  t.end()
})

test('EXCH-22: what agrees has no difference; a side that was not asked is not judged', (t) => {
  const ledger = [row(1), row(2, 'referral'), row(3, 'decision', '2026-11-20')]
  t.same(compare({ ledger, city: ledger, own: new Set(ledger.map(({ id }) => id)) }).differences, [])
  const { lines, differences } = compare({ ledger, city: [row(1)], asked: ['report'] })
  t.same(differences, [])
  t.same(
    lines.map(({ day, type, city }) => [day, type, city]),
    [
      ['2026-11-21', 'referral', undefined],
      ['2026-11-21', 'report', 1],
      ['2026-11-20', 'decision', undefined],
    ],
  )
  t.end()
})

test('the hospital’s own list: lines, ids or objects; anything else is told by its place', (t) => {
  const both = new Set([id(1), id(2)])
  t.same(readOwnIds(`${id(1)}\r\n${id(2)}\n${id(1)}\n`), both)
  t.same(readOwnIds(JSON.stringify([id(1), { id: id(2), stage: 'committed' }])), both)
  for (const bad of ['', '[]', `${id(1)}\n<script>`, '[{"id":null}]', '[[]]', '{"a":1}', 'AB'.repeat(32)])
    t.throws(() => readOwnIds(bad), /声明标识/, bad)
  t.throws(() => readOwnIds(`${id(1)}\nx`), /第 2 条/)
  t.end()
})

test('PROV-1: who holds a key is what the hospital’s list says; the registration’s commitment proves or contradicts it', (t) => {
  const salt = 'ab'.repeat(32)
  const holder = commit(new Uint8Array(32).fill(0xab), new TextEncoder().encode('李医生'))
  const entry = { key: id(1), name: '李医生', department: '影像科', salt }
  const people = readPeople(JSON.stringify([entry]))
  t.same(people.get(id(1)), entry)
  t.equal(agrees(entry, { holder }), 'proven')
  t.equal(agrees({ ...entry, name: '王医生' }, { holder }), 'contradicted')
  t.equal(agrees({ ...entry, name: '李', holder: '李医生' }, { holder }), 'proven')
  t.equal(agrees(entry, {}), 'unproven')
  const { salt: _salt, ...bare } = entry
  t.equal(agrees(bare, { holder }), 'unproven')
  for (const bad of [
    'no json',
    '{}',
    JSON.stringify([{ ...entry, key: '<script>' }]),
    JSON.stringify([entry, entry]),
    JSON.stringify([{ ...entry, name: 'x'.repeat(65) }]),
    JSON.stringify([{ ...entry, __proto__: null, phone: '13800000000' }]),
  ])
    t.throws(() => readPeople(bad), /JSON|名单/)
  t.end()
})
