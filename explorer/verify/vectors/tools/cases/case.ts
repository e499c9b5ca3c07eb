import type { ReceiptFile } from '../../../src/receipt.ts'
import type { TrustFile } from '../../../src/trust.ts'
import type { RejectionCode } from '../../../src/verdict.ts'
import { assemble } from '../log.ts'
import { at, province } from '../province.ts'
import { fullLines, now, trustFile, witness } from '../world.ts'

export type Expectation =
  | { readonly outcome: 'valid' | 'refused' }
  | { readonly outcome: 'rejected'; readonly code: RejectionCode }

/** One vector: what goes in, what must come out, and why. */
export interface Case {
  readonly name: string
  readonly why: string
  readonly now: number
  readonly trust: string
  readonly receipt: string
  readonly expect: Expectation
}

export const json = (value: unknown) => JSON.stringify(value)
export const must = (code: RejectionCode): Expectation => ({ outcome: 'rejected', code })
export const valid: Expectation = { outcome: 'valid' }

/** The receipt of the report's first version and what it rests on. */
export const plain = (): ReceiptFile =>
  assemble(province, at.report, [at.hospital, at.administration, at.reporting], witness(province, fullLines))

/** A copy with some fields changed. */
export const bend = (receipt: ReceiptFile, change: Partial<ReceiptFile> | Record<string, unknown>) =>
  json({ ...receipt, ...change })

/** A copy with one of its statements changed. */
export const bendStatement = (receipt: ReceiptFile, position: number, change: object) =>
  bend(receipt, {
    statements: receipt.statements.map((statement, i) =>
      i === position ? { ...statement, ...change } : statement,
    ),
  })

export const makeCase = (
  name: string,
  why: string,
  expect: Expectation,
  receipt: string,
  options: { trust?: string; now?: number } = {},
): Case => ({
  name,
  why,
  now: options.now ?? now,
  trust: options.trust ?? json(trustFile()),
  receipt,
  expect,
})

/** A trust file with changes; the receipt stays the plain one. */
export const trustCase = (
  name: string,
  why: string,
  expect: Expectation,
  change: (file: TrustFile) => object,
  when = now,
) => makeCase(name, why, expect, json(plain()), { trust: json(change(trustFile())), now: when })
