import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKey, signStatement } from '@huren/crypto-config'
import type { Digest, Instant, InstitutionId, Reconciliation, RecordId, StatementId } from '@huren/records'
import { test } from 'tap'
import { openStore } from '../store.ts'
import { Reports } from './reports.ts'

const key = generateKey('ES256')
const instant = (minute: number) => new Date(Date.UTC(2026, 10, 21, 0, minute)).toISOString() as Instant
const side = (issuer: string): Reconciliation['cloud'] => ({
  issuer: issuer as InstitutionId,
  log: crypto.randomUUID() as RecordId,
  size: 1,
  statement: 'ab'.repeat(32) as StatementId,
  at: instant(0),
  entries: 1,
  after: 0,
})

/** The report of minute `n`; in every third something does not agree. */
const fileOf = (n: number, institution: string) => {
  const report: Reconciliation = {
    issuer: 'GD-4400-00001' as InstitutionId,
    issuedAt: instant(n),
    institution: institution as InstitutionId,
    hospital: side(institution),
    cloud: side('GD-4400-00001'),
    until: instant(0),
    matched: 1,
    open: 0,
    counts: { 'missing-at-cloud': n % 3 === 0 ? 1 : 0, 'missing-at-hospital': 0, different: 0, repeated: 0 },
    findings: 'cd'.repeat(32) as Digest,
  }
  return {
    format: 'huren-reconciliation/v1' as const,
    report: signStatement('reconciliation', report, [key]),
    findings: [],
    hospital: {},
    cloud: {},
  }
}

test('reports are listed page by page, the newest first, of one hospital, or only those that differ', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'reports-'))
  const store = await openStore(join(folder, 'store'))
  t.teardown(async () => {
    await store.close()
    await rm(folder, { recursive: true })
  })
  const reports = new Reports(store, join(folder, 'reports'))
  for (let n = 1; n <= 9; n++) await reports.add(fileOf(n, n % 2 === 0 ? 'GD-4401-00002' : 'GD-4401-00001'))
  const minutes = async (question: Omit<Parameters<Reports['list']>[0], 'limit'>, limit: number) => {
    const seen: number[][] = []
    for (let before: string | undefined, more = true; more; ) {
      const page = await reports.list({ ...question, limit, ...(before && { before }) })
      seen.push(page.items.map(({ issuedAt }) => new Date(issuedAt).getUTCMinutes()))
      before = page.next
      more = before !== undefined
    }
    return seen
  }
  t.same(await minutes({}, 4), [[9, 8, 7, 6], [5, 4, 3, 2], [1]])
  t.same(await minutes({}, 9), [[9, 8, 7, 6, 5, 4, 3, 2, 1]], 'no empty page after the last')
  t.same(await minutes({ differing: true }, 2), [[9, 6], [3]])
  t.same(await minutes({ institution: 'GD-4401-00002' as InstitutionId }, 3), [[8, 6, 4], [2]])
})
