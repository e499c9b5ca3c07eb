import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKey, signStatement } from '@huren/crypto-config'
import { type Payload, parseEnvelope, recordTypes } from '@huren/records'
import { type Test, test } from 'tap'
import { makeBlock } from '../bench/blocks.ts'
import { readBlock } from './blocks/read-block.ts'
import { ExplorerIndex, OtherChain } from './explorer-index.ts'

const key = generateKey('ES256')
const samples = recordTypes.flatMap((type) =>
  type.valid.map(({ payload }) => JSON.stringify(signStatement(type.name, payload as Payload, [key]))),
)
const at = Date.parse('2026-11-20T15:59:59.000Z')

/** Blocks with every type of statement; some refused, some repeated, one transaction invalid, some texts nonsense. */
const chain = Array.from({ length: 12 }, (_, number) => {
  const texts = samples.filter((_, i) => i % 12 === number)
  const answers = texts.map((text, i) => {
    const { id } = parseEnvelope(text)
    return i % 5 === 4
      ? { id, outcome: 'refused', code: 'key-unknown', detail: '' }
      : { id, outcome: 'committed' }
  })
  const good = { function: 'Report:submit', texts, answers, validation: 0, at: at + number * 3_600_000 }
  const odd = {
    ...good,
    texts: ['{"not":"a statement"}', '<script>alert(1)</script>', ...texts],
    answers: [],
  }
  return readBlock(makeBlock(number, [good, { ...good, validation: 11 }, odd]), 'huren')
})

const open = async (t: Test) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-index-'))
  t.teardown(() => rm(dir, { recursive: true, force: true }))
  return { dir, index: await ExplorerIndex.open(dir) }
}

const dumped = async (index: ExplorerIndex) => {
  const rows: [string, string][] = []
  for await (const row of index.dump()) rows.push(row)
  return rows
}

test('an index rebuilt from block 0 has the same content as one that grew and was stopped', async (t) => {
  const grown = await open(t)
  let index = grown.index
  for (const block of chain) {
    await index.add([block])
    if (block.number % 4 === 0) {
      await index.close()
      index = await ExplorerIndex.open(grown.dir)
      t.equal(index.height, block.number + 1)
    }
  }
  const rebuilt = (await open(t)).index
  await rebuilt.add(chain)
  const rows = await dumped(index)
  t.ok(rows.length > 200, `${rows.length} rows`)
  t.same(await dumped(rebuilt), rows)
  t.same(rebuilt.statements.count({}, ['type', 'result']), index.statements.count({}, ['type', 'result']))
  await index.clear()
  t.equal((await dumped(index)).length, 1, 'only the format is left')
  await index.add(chain)
  t.same(await dumped(index), rows, 'emptied and filled again')
  t.equal(index.statements.count({})[0]?.count, rebuilt.statements.count({})[0]?.count)
  await Promise.all([index.close(), rebuilt.close()])
})

test('PROV-8, PROV-9: each number has exactly that many statements behind it, page by page', async (t) => {
  const { index } = await open(t)
  await index.add(chain)
  for (const {
    key: [type = '', result = ''],
    count,
  } of index.statements.count({}, ['type', 'result'])) {
    const filter = { type: (word: string) => word === type, result: (word: string) => word === result }
    const found: string[] = []
    for (
      let page = index.statements.list(filter, 2);
      page.length > 0;
      page = index.statements.list(filter, 2, page.at(-1))
    )
      found.push(...page)
    t.equal(found.length, count, `${type} ${result}`)
    t.same(found, found.toSorted().reverse(), 'newest first, each once')
    t.ok((await index.rows(found)).every(({ row }) => row.facts.type === type && row.facts.result === result))
  }
  await index.close()
})

test('CHAIN-37: invalid transactions are there, and what they carried counts as invalid', async (t) => {
  const { index } = await open(t)
  await index.add(chain)
  const invalid = index.transactions.count({ validation: (word) => word === 'MVCC_READ_CONFLICT' })
  t.equal(invalid[0]?.count, chain.length)
  const codes = index.statements.count({ result: (word) => word === 'invalid' }, ['code'])
  t.same(
    codes.map(({ key }) => key),
    [['MVCC_READ_CONFLICT']],
  )
  await index.close()
})

test('CHAIN-12, CHAIN-36, CHAIN-38: how often each contract was called, by whom, and with what result', async (t) => {
  const { index } = await open(t)
  await index.add(chain)
  const called = chain.flatMap(({ transactions }) =>
    transactions.map((one) => [one.function, one.validation, one.client].join(' ')),
  )
  const counted = index.transactions.count({}, ['function', 'validation', 'client'])
  t.same(
    counted.map(({ key, count }) => [key.join(' '), count]).sort(),
    [...new Set(called)].sort().map((each) => [each, called.filter((other) => other === each).length]),
  )
  t.ok(counted.length >= 2, 'valid ones and others')
  await index.close()
})

test('CHAIN-21, CHAIN-22: whose each chain account is and until when, and what became of it, step by step', async (t) => {
  const { index } = await open(t)
  const of = (name: string, place: number) =>
    samples.filter((text) => parseEnvelope(text).type.name === name)[place] ?? ''
  const texts = [of('institution', 0), of('signing-key', 0), of('key-revocation', 0)]
  const answers = texts.map((text) => ({ id: parseEnvelope(text).id, outcome: 'committed' }))
  const one = { function: 'Registry:submit', texts, answers, validation: 0, at }
  await index.add([readBlock(makeBlock(0, [one]), 'huren')])
  const account = parseEnvelope(texts[1]!).payload
  t.match(await index.buckets.keys.get(String(account.key)), {
    institution: account.institution,
    uses: ['recognition'],
    notAfter: account.notAfter,
  })
  t.match(await index.buckets.institutions.get(String(account.institution)), {
    kind: 'hospital',
    status: 'active',
  })
  const line = await index.timeLine(String(account.key), 100)
  t.same(
    line.map(({ row }) => [row.facts.type, row.facts.institution]),
    [
      ['signing-key', account.issuer],
      ['key-revocation', account.issuer],
    ],
    'who registered it, who ended it',
  )
  await index.close()
})

test('days are days in China', async (t) => {
  const { index } = await open(t)
  await index.add(chain.slice(0, 2))
  t.same(
    index.statements
      .count({}, ['day'])
      .map(({ key }) => key[0])
      .sort(),
    ['2026-11-20', '2026-11-21'],
  )
  await index.close()
})

test('a statement is found by its id, the committed entry first; a record with all that names it', async (t) => {
  const { index } = await open(t)
  await index.add(chain)
  const { id, payload } = parseEnvelope(samples[0]!)
  const keys = await index.entriesOf(id)
  t.ok(keys.length >= 3, 'committed, invalid, without a result')
  const [first] = await index.rows(keys)
  t.equal(first?.row.facts.result, 'committed')
  const line = await index.timeLine(String(payload.report), 100)
  t.ok(line.some(({ row }) => row.id === id))
  t.same(await index.entriesOf('0'.repeat(64)), [])
  await index.close()
})

test('a chain that does not follow is refused', async (t) => {
  const { index } = await open(t)
  await t.rejects(index.add(chain.slice(1)), OtherChain)
  await index.add(chain.slice(0, 3))
  await index.recognise(chain[2]!)
  await t.rejects(index.recognise({ ...chain[2]!, dataHash: 'ff' }), OtherChain)
  await index.close()
})
