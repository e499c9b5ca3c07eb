/**
 * Every key of the notary's index, on one screen. The index can be made again from the blocks.
 *
 * head                  -> Head: how far the log has come; written in one batch with what follows
 * config                -> the channel configuration in force, base64
 * e!<index>             -> IndexedEntry: the envelope's text, for receipts
 * s!<statement>!<index> -> result: the leaves of a statement
 * k!<key>!<index>       -> '': registration, revocation or replacement of a key
 * i!<institution>!<index> -> '': versions of an institution
 * r!<report>!<index>    -> '': versions of a report
 * x!<statement>!<index> -> '': the erasure of a statement
 * w!<origin>            -> {size, root}: the largest checkpoint cosigned as a witness
 */
const padded = (index: number) => String(index).padStart(16, '0')

export type Relation = 's' | 'k' | 'i' | 'r' | 'x'
export const keys = {
  head: 'head',
  config: 'config',
  entry: (index: number) => `e!${padded(index)}`,
  related: (relation: Relation, id: string, index: number) => `${relation}!${id}!${padded(index)}`,
  allRelated: (relation: Relation, id: string) => ({ gt: `${relation}!${id}!`, lt: `${relation}!${id}!~` }),
  witnessed: (origin: string) => `w!${origin}`,
} as const

export const indexOf = (key: string): number => Number(key.slice(key.lastIndexOf('!') + 1))
