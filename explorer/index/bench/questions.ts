/**
 * What a question costs with many statements, in CPU time, so that a busy machine does not matter:
 * node explorer/index/bench/questions.ts [statements]
 */
import { type StatementDimension, statementDimensions } from '@huren/explorer-model'
import { whenOf } from '../src/facts/dimensions.ts'
import { FactTable, type Filter } from '../src/facts/table.ts'
import { entryKey } from '../src/store/buckets.ts'

const total = Number(process.argv[2] ?? 1_000_000)
const start = Date.parse('2025-01-01T00:00:00.000Z')
const step = (700 * 86_400_000) / total
const pick = (list: readonly string[], i: number) => list[i % list.length] ?? ''

const table = new FactTable<StatementDimension>(statementDimensions, ['day', 'month'])
const before = process.cpuUsage()
for (let i = 0; i < total; i++) {
  const [n, at] = [i * 7919, new Date(start + i * step).toISOString()]
  const type = i % 2 ? 'decision' : 'report'
  const refused = i % 53 === 0
  table.add(entryKey(Math.floor(i / 500), Math.floor((i % 500) / 50), i % 50), {
    type,
    result: refused ? 'refused' : 'committed',
    code: refused ? pick(['key-use', 'key-unknown', 'report-unknown'], n) : '',
    outcome: type === 'report' ? 'final' : pick(['recognised', 'not-recognised', 'blocked'], n),
    reason: pick(['', 'NR01', 'NR02', 'NR03'], n),
    item: `L${String(n % 300).padStart(5, '0')}`,
    institution: `GD-44${String(1 + (n % 21)).padStart(2, '0')}-${String(n % 3000).padStart(5, '0')}`,
    city: `44${String(1 + (n % 21)).padStart(2, '0')}`,
    signer: String(n % 20_000).padStart(64, '0'),
    moment: type === 'decision' ? pick(['visit', 'order', 'save', 'download'], n) : '',
    delay: pick(['within-minute', 'within-hour'], n),
    ...whenOf(at),
    hour: at.slice(11, 13),
  })
}
const { user, system } = process.cpuUsage(before)
console.log(`${table.size} rows in columns, ${((user + system) / 1e6).toFixed(1)} s CPU`)

const is =
  (...words: readonly string[]) =>
  (word: string) =>
    words.includes(word)
const decisions: Filter<StatementDimension> = { type: is('decision'), result: is('committed') }
const month: Filter<StatementDimension> = { ...decisions, day: (day) => day >= '2026-11-01' }
const year: Filter<StatementDimension> = { ...decisions, day: (day) => day >= '2025-12-01' }

const questions: Readonly<Record<string, () => unknown>> = {
  'indicators of all time (type, result, outcome)': () => table.count({}, ['type', 'result', 'outcome']),
  'indicators of a year': () =>
    table.count({ day: (day) => day >= '2025-12-01' }, ['type', 'result', 'outcome']),
  'decisions of a month by day and outcome': () => table.count(month, ['day', 'outcome']),
  'decisions of a year by institution and outcome': () => table.count(year, ['institution', 'outcome']),
  'decisions of all time by doctor': () => table.count(decisions, ['signer']),
  'doctors by institution, of all time': () => table.count({}, ['institution', 'signer']),
  'list: newest 50': () => table.list({}, 50),
  'list: one institution, one outcome': () =>
    table.list({ ...decisions, institution: is('GD-4405-00004'), outcome: is('blocked') }, 50),
  'list: nothing to be found': () => table.list({ institution: is('GD-9999-00000') }, 50),
}
for (const [name, ask] of Object.entries(questions)) {
  ask()
  const times = Array.from({ length: 40 }, () => {
    const started = process.threadCpuUsage()
    ask()
    const { user, system } = process.threadCpuUsage(started)
    return (user + system) / 1000
  }).sort((a, b) => a - b)
  console.log(`${name}: p50 ${times[20]?.toFixed(1)} ms, p95 ${times[37]?.toFixed(1)} ms`)
}
console.log(`memory: ${Math.round(process.memoryUsage.rss() / 1e6)} MB`)
