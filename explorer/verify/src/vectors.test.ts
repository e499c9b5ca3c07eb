import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'
import { verifyReceipt } from './index.ts'

interface Vector {
  readonly name: string
  readonly why: string
  readonly now: number
  readonly trust: number
  readonly receipt: number
  readonly expect: { readonly outcome: string; readonly code?: string }
}

for (const group of ['passing', 'logs', 'notes', 'statements', 'trust']) {
  const file = join(import.meta.dirname, '..', 'vectors', `${group}.json`)
  const { texts, cases }: { texts: string[]; cases: Vector[] } = JSON.parse(readFileSync(file, 'utf8'))
  test(`vectors: ${cases.length} of ${group}, judged as they say`, async (t) => {
    for (const { name, why, now, trust, receipt, expect } of cases) {
      const verdict = verifyReceipt(texts[receipt] ?? '', texts[trust] ?? '', now)
      const { outcome } = verdict
      const found = outcome === 'rejected' ? { outcome, code: verdict.code } : { outcome }
      t.same(found, expect, `${name}: ${why} (${verdict.sentence.en})`)
    }
  })
}
