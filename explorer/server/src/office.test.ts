import { test } from 'tap'
import { fileOf } from './reports/files.ts'
import { patternOf, Schedules } from './reports/schedules.ts'
import { tabulate } from './reports/table.ts'
import { doctor, hospital, now, openOffice as open, transaction } from './testing/decisions.ts'
import { evaluate } from './watch/evaluate.ts'
import { defaultRules, type Rule, ruleSchema } from './watch/rules.ts'
import { Watch } from './watch/watch.ts'

const rule = (id: string): Rule => {
  const found = defaultRules.find((each) => each.id === id)
  if (!found) throw new Error(id)
  return found
}

test('PROV-1 PROV-2 PROV-3: a doctor who nearly always refuses is found, however many there are, and the institution', async (t) => {
  const { index } = await open(t, [12, 0, 6, 11, ...Array.from({ length: 40 }, () => 12)])
  const hits = evaluate(rule('doctor-refuses-nearly-always'), index, now)
  t.equal(hits.length, 42, 'no number of unusual users switches it off')
  t.match(
    hits.find(({ subject }) => subject === doctor(0)),
    { measured: 1, rows: 12 },
  )
  t.notOk(hits.some(({ subject }) => subject === doctor(2)))
  t.same(evaluate(rule('doctor-refuses-nearly-always'), index, now + 60 * 86_400_000), [], 'in its days only')
  const institutions = evaluate({ ...rule('institution-refuses-often'), least: 12 }, index, now)
  t.equal(institutions.length, 42)
  t.notOk(
    institutions.some(({ subject }) => subject === hospital(1)),
    'who recognises is none of them',
  )
})

test('CHAIN-39: a chain account with far more transactions today than on other days is found', async (t) => {
  const { index } = await open(t, [])
  const some = (client: string, count: number, place: number) =>
    Array.from({ length: count }, (_, i) => transaction(place * 1000 + i, [], { client }))
  const transactions = [...some('CityMSP/script', 250, 1), ...some('CityMSP/quiet', 199, 2)]
  await index.add([{ number: 1, previousHash: '', dataHash: '01', transactions }])
  const hits = evaluate(rule('client-burst'), index, now)
  t.same(
    hits.map(({ subject, rows, allowed }) => [subject, rows, allowed]),
    [['CityMSP/script', 250, 10]],
  )
})

test('CHAIN-40: invalid transactions and unknown contracts are found', async (t) => {
  const { index } = await open(t, [0])
  t.match(evaluate(rule('invalid-transactions'), index, now), [{ subject: 'MVCC_READ_CONFLICT', rows: 1 }])
  t.match(evaluate(rule('unknown-contract'), index, now), [{ subject: 'Backdoor:open', rows: 1 }])
})

test('a burst is measured against the days before, a balance by what is missing', async (t) => {
  const { index } = await open(t, [12])
  const burst: Rule = {
    ...rule('access-burst'),
    kind: 'burst',
    words: { type: ['decision'] },
    times: 5,
    least: 10,
  }
  t.match(evaluate(burst, index, now), [{ subject: hospital(0), measured: 12, rows: 12 }])
  const balance: Rule = {
    ...rule('emergency-without-review'),
    kind: 'balance',
    words: { outcome: ['not-recognised'] },
    against: { outcome: ['recognised'] },
    tolerance: 0.1,
  }
  t.match(evaluate(balance, index, now), [{ subject: '4401', measured: 1, rows: 12 }])
})

test('PROV-3: discover, remind, intervene; every step stays in the history', async (t) => {
  const { index, office } = await open(t, [12])
  const watch = new Watch(index, office)
  await watch.look(now)
  await watch.look(now)
  const found = (await office.buckets.findings.values().all()).filter(({ by }) => by === 'signer')
  t.equal(found.length, 1, 'found once')
  const id = found[0]?.id ?? ''
  await t.rejects(watch.act(id, 'regulator', 'reopen', 'x'), /does not follow/)
  await watch.act(id, 'regulator', 'own', '')
  await watch.act(id, 'regulator', 'remind', '请说明理由')
  await watch.act(id, 'regulator', 'intervene', '约谈')
  const closed = await watch.act(id, 'chief', 'close', '已整改')
  t.match(closed, { state: 'closed', owner: 'regulator' })
  t.same(
    closed.history.map(({ action, account, state }) => [action, account, state]),
    [
      ['discover', 'rule:doctor-refuses-nearly-always', 'discovered'],
      ['own', 'regulator', 'discovered'],
      ['remind', 'regulator', 'reminded'],
      ['intervene', 'regulator', 'intervened'],
      ['close', 'chief', 'closed'],
    ],
  )
  t.match(watch.last, { trouble: [] })
})

test('CITY-27 CHAIN-32: rules are data: changed by a person with a note, kept; each default rule is one that may be stated', async (t) => {
  const { office } = await open(t, [])
  for (const each of defaultRules) t.equal(ruleSchema.validate(each).error, undefined, each.id)
  const off: Rule = { ...rule('night-access'), state: 'off' }
  await office.setRule(off, 'regulator', '夜间门诊试点')
  t.match(
    (await office.rules()).find(({ id }) => id === 'night-access'),
    { state: 'off' },
  )
  t.equal((await office.rules()).length, defaultRules.length, 'none is taken away')
  t.match(await office.changes(1), [{ account: 'regulator', note: '夜间门诊试点', before: { state: 'on' } }])
  t.match(ruleSchema.validate({ ...off, by: 'patient' }).error?.message, /by/)
})

const definition = {
  name: '各机构互认率',
  measures: ['recognition-rate', 'count'],
  by: ['institution'] as const,
  filter: {},
  period: { days: 30 },
}

test('PROV-10: a report has the numbers of its indicators, as CSV, XLSX and PDF', async (t) => {
  const { index, office } = await open(t, [3, 12])
  const { indicators } = office.indicators()
  const table = tabulate(index.statements, definition, indicators, {}, now)
  t.same(
    table.rows.map(({ key, cells }) => [key[0], cells[0], cells[1]?.numerator]),
    [
      [hospital(0), { numerator: 9, denominator: 12 }, 12],
      [hospital(1), { numerator: 0, denominator: 12 }, 12],
    ],
  )
  const csv = (await fileOf(table, 'csv')).toString('utf8')
  t.match(csv, /^\uFEFF机构 Institution,互认率 Recognition rate,声明数 Statements\n/)
  t.match(csv, `${hospital(0)},0.75,12\n`)
  t.equal((await fileOf(table, 'xlsx')).subarray(0, 2).toString(), 'PK')
  const pdf = await fileOf(table, 'pdf')
  t.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  t.match(pdf.toString('latin1'), /NotoSansSC/, 'with its font')
  const evil = { ...table, rows: [{ key: ['=cmd|calc'], cells: table.rows[0]?.cells ?? [] }] }
  t.match((await fileOf(evil, 'csv')).toString('utf8'), /\n'=cmd/, 'no formula')
  t.throws(
    () => tabulate(index.statements, { ...definition, measures: ['none'] }, indicators, {}, now),
    /no indicator none/,
  )
})

test('PROV-10: a schedule makes files, and what fell due while nothing ran is made at the start', async (t) => {
  const { dir, index, office } = await open(t, [3])
  const { indicators } = office.indicators()
  const make = async () => tabulate(index.statements, definition, indicators, {}, now)
  t.equal(patternOf({ every: 'week', at: '08:05', format: 'csv' }), '5 8 * * 1')
  const report = {
    ...definition,
    id: '00000000-0000-4000-8000-000000000000',
    owner: 'regulator',
    changed: '2026-01-01T00:00:00.000Z',
    schedule: { every: 'day', at: '08:00', format: 'csv' },
  } as const
  await office.setReport(report, 'regulator')
  const schedules = new Schedules(dir, office, make)
  t.teardown(() => schedules.stop())
  await schedules.start()
  const [made, ...rest] = await schedules.list(report.id)
  t.same(rest, [])
  t.match((await schedules.read(report.id, made?.file ?? ''))?.toString(), /GD-4401-00000/)
  t.equal(await schedules.read(report.id, '../accounts.json'), undefined)
  const again = new Schedules(dir, office, make)
  await again.start()
  t.equal((await again.list(report.id)).length, 1, 'not made twice')
  t.match(again.next(report.id), /T00:00:00.000Z$/, '8 o’clock in China')
  again.stop()
})
