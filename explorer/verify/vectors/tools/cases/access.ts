import type { AccessCase } from './access/case.ts'
import { listEntries } from './access/list-entries.ts'
import { listIndex } from './access/list-index.ts'
import { listNames } from './access/list-names.ts'
import { receiptContents } from './access/receipt-contents.ts'
import { receiptProofs } from './access/receipt-proofs.ts'

export type { AccessCase } from './access/case.ts'

export const access: readonly AccessCase[] = [
  ...receiptProofs,
  ...receiptContents,
  ...listEntries,
  ...listNames,
  ...listIndex,
]
