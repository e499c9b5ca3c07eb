import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'
import { verifyAccessList } from './list.ts'
import { verifyAccessReceipt } from './receipt.ts'
import { verifyReconciliation } from './reconciliation.ts'

interface Vector {
  readonly kind: 'access-receipt' | 'access-list' | 'reconciliation'
  readonly name: string
  readonly why: string
  readonly now: number
  readonly notBefore?: number
  readonly subject?: string
  readonly trust: number
  readonly receipt: number
  readonly expect: { readonly outcome: string; readonly code?: string }
}

const vectorsOf = (name: string): { texts: string[]; cases: Vector[] } =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'vectors', `${name}.json`), 'utf8'))

const verdictOf = (texts: readonly string[], vector: Vector) => {
  const { kind, receipt, trust, now, notBefore, subject = '' } = vector
  const [text, trusted] = [texts[receipt] ?? '', texts[trust] ?? '']
  if (kind === 'reconciliation') return verifyReconciliation(text, trusted, now)
  if (kind === 'access-receipt') return verifyAccessReceipt(text, trusted, now)
  return verifyAccessList(text, trusted, {
    name: subject,
    now,
    ...(notBefore !== undefined && { notBefore }),
  })
}

for (const group of ['access', 'reconciliation']) {
  const { texts, cases } = vectorsOf(group)
  test(`PAT-8 CITY-3: ${cases.length} vectors of ${group}, judged as they say`, async (t) => {
    for (const vector of cases) {
      const verdict = verdictOf(texts, vector)
      const { outcome } = verdict
      const found = outcome === 'rejected' ? { outcome, code: verdict.code } : { outcome }
      t.same(found, vector.expect, `${vector.name}: ${vector.why} (${verdict.sentence.en})`)
    }
  })
}

test('an erased access: its receipt verifies and says so, in Chinese and English', async (t) => {
  const { texts, cases } = vectorsOf('access')
  const vector = cases.find(({ name }) => name === 'access receipt: an erased access')
  const verdict = vector && verdictOf(texts, vector)
  if (verdict?.outcome !== 'valid' || !('entry' in verdict)) return t.fail('not valid')
  t.same(verdict.entry.erased, { erasedAt: '2026-11-20T18:00:00Z', reason: 'subject-request' })
  t.match(verdict.warnings, [
    {
      zh: '第 13 条的内容已于 2026-11-20T18:00:00Z 删除，完整性未受影响。',
      en: 'The content of entry 13 was erased on 2026-11-20T18:00:00Z; integrity intact.',
    },
  ])
})

test('a report that compares two logs tells what was found, and keeps both lists to look it up', async (t) => {
  const { texts, cases } = vectorsOf('reconciliation')
  const [first] = cases
  const verdict =
    first && verifyReconciliation(texts[first.receipt] ?? '', texts[first.trust] ?? '', first.now)
  if (verdict?.outcome !== 'valid') return t.fail('not valid')
  const [, different, missing] = verdict.findings
  t.equal(verdict.hospital.entries[missing?.hospital ?? -1]?.event?.event, missing?.event)
  t.match(verdict.cloud.entries.find(({ index }) => index === different?.cloud)?.event, {
    action: 'download',
  })
  t.match(verdict.proven[0]?.zh, '相符 5 次，待定 1 次')
})
