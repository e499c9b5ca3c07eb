import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BlockTransaction, ExplorerIndex } from '@huren/explorer-index'
import {
  decision,
  encodePayload,
  type Instant,
  type KeyId,
  makeEnvelope,
  parseEnvelope,
} from '@huren/records'
import type { Test } from 'tap'
import { Office } from '../office/office.ts'

/** Noon in China. */
export const now = Date.parse('2026-12-20T04:00:00.000Z')
export const hospital = (n: number) => `GD-4401-${String(n).padStart(5, '0')}`
export const doctor = (n: number) => n.toString(16).padStart(64, '0') as KeyId

/** A decision of a doctor; `outcome` as the statement has it. */
const text = (i: number, who: number, outcome: 'recognised' | 'not-recognised') => {
  const sample = decision.valid.find(({ payload }) => payload.outcome === outcome)?.payload
  if (!sample) throw new Error('a sample')
  const payload = {
    ...sample,
    issuer: hospital(who),
    decision: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    issuedAt: new Date(now).toISOString() as Instant,
  }
  const signature = { keyid: doctor(who), sig: Buffer.alloc(64).toString('base64') }
  return JSON.stringify(makeEnvelope('decision', encodePayload(payload), [signature]))
}

export const transaction = (
  index: number,
  texts: readonly string[],
  more: Partial<BlockTransaction> = {},
) => ({
  id: String(index).padStart(64, 'a'),
  index,
  validation: 'VALID',
  at: new Date(now - 3_600_000).toISOString(),
  client: 'CityMSP/gateway',
  function: 'Recognition:submit',
  texts,
  answers: texts.map((each) => ({ id: parseEnvelope(each).id, outcome: 'committed' })),
  ...more,
})

/** An index and an office beside it: the doctor of hospital `n` has refused `refusals[n]` of twelve results. */
export const openOffice = async (t: Test, refusals: readonly number[]) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-office-'))
  const index = await ExplorerIndex.open(dir)
  const office = await Office.open(dir)
  const texts = refusals.flatMap((refused, who) =>
    Array.from({ length: 12 }, (_, i) =>
      text(who * 100 + i, who, i < refused ? 'not-recognised' : 'recognised'),
    ),
  )
  await index.add([
    {
      number: 0,
      previousHash: '',
      dataHash: '00',
      transactions: [
        transaction(0, texts),
        transaction(1, [], { validation: 'MVCC_READ_CONFLICT' }),
        transaction(2, [], { function: 'Backdoor:open' }),
      ],
    },
  ])
  t.teardown(async () => {
    await office.close()
    await index.close()
    await rm(dir, { recursive: true, force: true })
  })
  return { dir, index, office }
}
