import { parseEnvelope } from '@huren/records'
import type { StatementRow } from '../store/buckets.ts'

/** A statement as a reader gets it: what was signed, and where it lies. */
export const viewOf = ({ text, transaction, block, position, committedAt }: StatementRow) => {
  const { id, type, payload, envelope } = parseEnvelope(text)
  return {
    id,
    type: type.name,
    stage: 'committed' as const,
    payload,
    envelope,
    transaction,
    block,
    position,
    committedAt,
  }
}
export type StatementView = ReturnType<typeof viewOf>
