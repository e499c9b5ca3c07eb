import { disagreement, errors } from './errors.ts'
import { blocks, events, lookUps } from './following.ts'
import type { Tried } from './ledger.ts'
import { offline } from './offline.ts'
import { conflicts, phantoms, policy, readsAndWrites } from './transactions.ts'

type Message = [] | [string]

/** What is needed of a test. */
export interface Assertions {
  ok(value: unknown, ...message: Message): boolean
  equal(found: unknown, wanted: unknown, ...message: Message): boolean
  strictSame(found: unknown, wanted: unknown, ...message: Message): boolean
  match(found: unknown, wanted: object | RegExp, ...message: Message): boolean
}

/** Something that every ledger must do, whichever it is. */
export interface Case {
  readonly name: string
  run(t: Assertions, ledger: Tried): Promise<void>
}

/** The ledger suite: the same cases for the embedded ledger and for a real network. */
export const ledgerSuite: readonly Case[] = [
  readsAndWrites,
  conflicts,
  phantoms,
  policy,
  errors,
  disagreement,
  events,
  blocks,
  lookUps,
  offline,
]
