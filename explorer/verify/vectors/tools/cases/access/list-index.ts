import { at, erasedEntry, forged, log, people, receiptOf } from '../../access-province.ts'
import { digest } from '../../world.ts'
import { type AccessCase, flipped, more } from './case.ts'
import { closed, early, erasedAt, hour, refuse, withEntries, zhang } from './list-case.ts'
import { receipt } from './receipt-case.ts'

/** Complete lists: the way in the index, the checkpoint, erased entries, the file. */
export const listIndex: readonly AccessCase[] = [
  refuse(
    'a sibling left out',
    'list-incomplete',
    'the way is too short',
    withEntries({ ...zhang, siblings: zhang.siblings.slice(1) }, zhang.entries),
  ),
  refuse('a sibling too many', 'list-incomplete', 'the way is too long', {
    ...zhang,
    siblings: [...zhang.siblings, zhang.siblings[0]],
  }),
  refuse('siblings from the leaf upwards', 'list-incomplete', 'they stand from the root downwards', {
    ...zhang,
    siblings: zhang.siblings.toReversed(),
  }),
  refuse('a hash changed', 'access-not-in-log', 'one bit', { ...zhang, hashes: flipped(zhang.hashes) }),
  refuse('a hash too many', 'hash-unused', 'no proof uses it', { ...zhang, hashes: more(zhang.hashes) }),
  refuse(
    'a checkpoint without index',
    'index-missing',
    'it cannot say what is complete',
    log.list('patient', people.zhang, 40, receiptOf(at.unindexed)),
  ),
  refuse('a checkpoint that is too old', 'checkpoint-old', 'a later moment was asked for', zhang, {
    notBefore: hour + 1,
  }),
  refuse(
    'a checkpoint that the ledger refused',
    'access-checkpoint',
    'a fork',
    forged.list('patient', people.zhang, 45, receiptOf(at.refused)),
  ),
  refuse('another log’s checkpoint', 'list-name', 'its lists have another key', {
    ...early,
    checkpoint: receiptOf(at.otherLog),
  }),
  refuse(
    'content withheld',
    'entry-withheld',
    'a commitment, and no erasure of it',
    withEntries(zhang, zhang.entries.with(0, closed(zhang.entries[0]!))),
  ),
  refuse(
    'an erased entry after which nothing is said',
    'entry-withheld',
    'as of the first checkpoint it was not erased',
    withEntries(
      early,
      early.entries.map((entry) => (entry.index === erasedEntry ? closed(entry) : entry)),
    ),
  ),
  refuse(
    'a commitment changed',
    'access-not-in-log',
    'of the erased entry',
    withEntries(
      zhang,
      zhang.entries.with(erasedAt, { ...zhang.entries[erasedAt]!, commitment: digest('other') }),
    ),
  ),
  refuse('a count of zero before', 'access-malformed', 'nothing before is not said', {
    ...zhang,
    after: { count: 0, head: '0'.repeat(64) },
  }),
  refuse('an unnamed member', 'access-malformed', 'beside the others', { ...zhang, complete: true }),
  refuse('an unknown kind', 'access-malformed', 'doctor', { ...zhang, kind: 'doctor' }),
  refuse('a receipt in place of a list', 'access-malformed', 'another format', receipt(9)),
]
