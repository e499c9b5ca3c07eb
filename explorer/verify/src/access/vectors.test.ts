import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'
import { verifyAccessList } from './list.ts'
import { verifyAccessReceipt } from './receipt.ts'

interface Vector {
  readonly kind: 'access-receipt' | 'access-list'
  readonly name: string
  readonly why: string
  readonly now: number
  readonly notBefore?: number
  readonly subject?: string
  readonly trust: number
  readonly receipt: number
  readonly expect: { readonly outcome: string; readonly code?: string }
}

const file = join(import.meta.dirname, '..', '..', 'vectors', 'access.json')
const { texts, cases }: { texts: string[]; cases: Vector[] } = JSON.parse(readFileSync(file, 'utf8'))

const verdictOf = ({ kind, receipt, trust, now, notBefore, subject = '' }: Vector) => {
  const [text, trusted] = [texts[receipt] ?? '', texts[trust] ?? '']
  if (kind === 'access-receipt') return verifyAccessReceipt(text, trusted, now)
  return verifyAccessList(text, trusted, {
    name: subject,
    now,
    ...(notBefore !== undefined && { notBefore }),
  })
}

test(`PAT-8 CITY-3: ${cases.length} vectors of access receipts and lists, judged as they say`, async (t) => {
  for (const vector of cases) {
    const verdict = verdictOf(vector)
    const found =
      verdict.outcome === 'rejected'
        ? { outcome: verdict.outcome, code: verdict.code }
        : { outcome: verdict.outcome }
    t.same(found, vector.expect, `${vector.name}: ${vector.why} (${verdict.sentence.en})`)
  }
})

test('an erased access: its receipt verifies and says so, in Chinese and English', async (t) => {
  const vector = cases.find(({ name }) => name === 'access receipt: an erased access')
  const verdict = vector && verdictOf(vector)
  if (verdict?.outcome !== 'valid' || !('entry' in verdict)) return t.fail('not valid')
  t.same(verdict.entry.erased, { erasedAt: '2026-11-20T18:00:00Z', reason: 'subject-request' })
  t.match(verdict.warnings, [
    {
      zh: '第 13 条的内容已于 2026-11-20T18:00:00Z 删除，完整性未受影响。',
      en: 'The content of entry 13 was erased on 2026-11-20T18:00:00Z; integrity intact.',
    },
  ])
})
