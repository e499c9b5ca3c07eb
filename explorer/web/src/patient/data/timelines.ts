import { type ParsedStatement, parseEnvelope } from '@huren/records'
import { send } from './server.ts'

/** A statement as the server's index shows it; believed when its receipt is proven. */
export interface Row {
  readonly position: string
  readonly at: string
  readonly id: string
  readonly text: string
  readonly statement: ParsedStatement
}
interface Sent extends Omit<Row, 'statement'> {}

const together = 200

export interface TimeLines {
  readonly rows: readonly Row[]
  /** Whether the server had more than it gave. */
  readonly cut: boolean
}

/** Everything on the ledger that names these records or keys, each statement once, in the order of the chain. */
export const timeLines = async (ids: readonly string[]): Promise<TimeLines> => {
  const rows = new Map<string, Row>()
  const wanted = [...new Set(ids)]
  let cut = false
  for (let from = 0; from < wanted.length; from += together) {
    const answer: { rows: Record<string, Sent[]>; cut: string[] } = JSON.parse(
      await send('timelines', { ids: wanted.slice(from, from + together) }),
    )
    cut ||= answer.cut.length > 0
    for (const sent of Object.values(answer.rows).flat())
      rows.set(sent.position, { ...sent, statement: parseEnvelope(sent.text) })
  }
  return { rows: [...rows.values()].sort((a, b) => (a.position < b.position ? -1 : 1)), cut }
}
