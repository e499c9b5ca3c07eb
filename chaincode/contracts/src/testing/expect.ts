import type { RefusalCode, StatementResult } from '@huren/records'
import type { Signed, World } from './world.ts'

interface Assertions {
  match(found: unknown, wanted: unknown, message: string): boolean
}

/** Submits a statement alone and expects it to be committed. */
export const accepts = async (t: Assertions, world: World, statement: Signed, message: string) => {
  const [result] = await world.submit(statement)
  t.match(result, { outcome: 'committed' }, message)
}

/** Submits a statement alone and expects its refusal, with a sentence; a refused statement leaves no trace. */
export const refuses = async (
  t: Assertions,
  world: World,
  statement: Signed,
  code: RefusalCode,
  message: string,
  field?: string,
) => {
  const before = world.ledger.calls.length
  const [result] = await world.submit(statement)
  const wanted: object = { outcome: 'refused', code, detail: /\w \w/, ...(field && { field }) }
  t.match(result, wanted, `${message}: ${code}`)
  t.match(world.ledger.calls.length, before, `${message}: nothing is written`)
}

export const outcomes = (results: readonly StatementResult[]) =>
  results.map((result) => (result.outcome === 'refused' ? result.code : result.outcome))
