import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'
import { verifyReceipt } from './verify.ts'

interface Vectors {
  readonly texts: readonly string[]
  readonly cases: readonly {
    readonly name: string
    readonly now: number
    readonly trust: number
    readonly receipt: number
  }[]
}
const file = join(import.meta.dirname, '..', 'vectors', 'passing.json')
const { texts, cases }: Vectors = JSON.parse(readFileSync(file, 'utf8'))

test('the receipt of an erased record verifies, and says so in Chinese and English', async (t) => {
  const vector = cases.find(({ name }) => name === 'report-erased')
  if (!vector) return t.fail('the vector is not there')
  const verdict = verifyReceipt(texts[vector.receipt] ?? '', texts[vector.trust] ?? '', vector.now)
  t.match(verdict, {
    outcome: 'valid',
    warnings: [
      {
        zh: '内容已于 2026-11-21T08:00:00Z 删除，完整性未受影响。',
        en: 'Its content was erased on 2026-11-21T08:00:00Z; integrity intact.',
      },
    ],
  })
})
