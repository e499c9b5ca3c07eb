import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'
import type { ReceiptFile } from './receipt.ts'
import { verifyReceipt } from './verify.ts'

interface Vectors {
  readonly texts: readonly string[]
  readonly cases: readonly { now: number; trust: number; receipt: number }[]
}
const { texts, cases }: Vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'vectors', 'passing.json'), 'utf8'),
)
const [{ now, trust: trustAt, receipt: receiptAt }] = cases as [Vectors['cases'][number]]
const [receipt, trust] = [texts[receiptAt] ?? '', texts[trustAt] ?? '']
const file: ReceiptFile = JSON.parse(receipt)
const [subject] = file.statements

/** Code and processor milliseconds of a verdict: other work on the machine slows the clock on the wall, not this. */
const judge = (text: string, trusted = trust) => {
  const before = process.cpuUsage()
  const verdict = verifyReceipt(text, trusted, now)
  const { user, system } = process.cpuUsage(before)
  return {
    code: verdict.outcome === 'rejected' ? verdict.code : verdict.outcome,
    quick: (user + system) / 1000 < 2000,
  }
}
const changed = (change: object) => JSON.stringify({ ...file, ...change })
const withSubject = (change: object) =>
  changed({ statements: [{ ...subject, ...change }, ...file.statements.slice(1)] })
const lines = (count: number, line: string) => Array.from({ length: count }, () => line).join('\n')

test('what is too large is refused at once, with a code; nothing hangs', async (t) => {
  const million = 1 << 20
  const refused = (code: string, text: string, trusted?: string) =>
    t.same(judge(text, trusted), { code, quick: true }, `${code}: ${text.slice(0, 40)}… of ${text.length}`)
  refused('receipt-too-large', ' '.repeat(2 * million + 1))
  refused('receipt-too-large', `${receipt}${' '.repeat(2 * million)}`)
  refused('receipt-malformed', '['.repeat(2 * million))
  refused('receipt-malformed', '{"a":'.repeat(million / 4))
  refused('receipt-malformed', `"${'\\"'.repeat(million - 10)}`)
  refused('receipt-malformed', `[${'0,'.repeat(million - 10)}0]`)
  refused('receipt-malformed', changed({ about: 'x'.repeat(1001) }))
  refused('receipt-malformed', changed({ hashes: 'A'.repeat(8193 * 44) }))
  refused('receipt-malformed', changed({ checkpoint: 'x'.repeat(32_769) }))
  refused(
    'note-malformed',
    changed({ checkpoint: `${lines(1000, '— a AAAAAAAA')}\n\n${lines(40, '— a AAAAAAAA')}\n` }),
  )
  refused('note-malformed', changed({ checkpoint: `a\n\n${'— '.repeat(8000)}\n` }))
  refused('receipt-malformed', withSubject({ envelope: 'x'.repeat(65_537) }))
  refused('statement-malformed', withSubject({ envelope: '['.repeat(65_536) }))
  refused('receipt-malformed', withSubject({ leaf: 'x'.repeat(513) }))
  refused('receipt-malformed', withSubject({ path: Array.from({ length: 65 }, () => 0) }))
  refused('receipt-malformed', changed({ statements: Array.from({ length: 257 }, () => subject) }))
  refused('trust-malformed', receipt, `${trust}${' '.repeat(262_144)}`)
  refused('trust-malformed', receipt, '['.repeat(262_144))
  const keys = {
    ...JSON.parse(trust),
    witnesses: Array.from({ length: 17 }, (_, i) => `a${i}+00000000+AAAA`),
  }
  refused('trust-malformed', receipt, JSON.stringify(keys))
  t.equal(judge(receipt).code, 'valid', 'the receipt itself')
})
