import { type RefusalCode, recordTypeNamed, type StatementResult } from '@huren/records'
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

/**
 * Submits something that is no readable statement, after one that is, and expects that nothing is endorsed, with the
 * refusal's code and field in the message: the readable one is not looked at, and nothing of either can be ordered.
 */
export const isUnreadable = async (
  t: Assertions,
  world: World,
  { name, text }: Signed,
  code: RefusalCode,
  message: string,
  field = '',
) => {
  const readable = world.founding()[0]?.text ?? ''
  const family = recordTypeNamed(name)?.family ?? 'Registry'
  const call = { args: [`${family}:submit`, readable, text], now: world.now }
  const wanted = { status: 500, payload: '', writes: [], event: undefined }
  t.match(await world.ledger.endorse(call), wanted, `${message}: nothing is endorsed`)
  const said = new RegExp(`^statement-unreadable: statement 2: ${code}: .*${field}`)
  t.match(await world.ledger.endorse(call), { message: said }, `${message}: ${code}`)
}

export const outcomes = (results: readonly StatementResult[]) =>
  results.map((result) => (result.outcome === 'refused' ? result.code : result.outcome))
