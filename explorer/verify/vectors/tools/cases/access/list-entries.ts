import { firstReceipt, log, people, secondReceipt } from '../../access-province.ts'
import { digest, otherHospital } from '../../world.ts'
import { valid } from '../case.ts'
import { type AccessCase, first, second } from './case.ts'
import {
  early,
  emptyPlace,
  erasureAt,
  hospitalList,
  hour,
  list,
  listCase,
  mixed,
  refuse,
  takenPlace,
  withEntries,
  without,
  zhang,
} from './list-case.ts'

/** Complete lists: entries left out, put in, in another order, of another time. */
export const listEntries: readonly AccessCase[] = [
  listCase('all of a person', 'with an erased entry and its erasure', valid, zhang),
  listCase('all of another person', 'with an emergency access', valid, list(people.li), {
    subject: people.li,
  }),
  listCase('as of an older checkpoint', 'complete as of then', valid, early),
  listCase(
    'what came after an earlier list',
    'the head carries on from where that ended',
    valid,
    list(people.zhang, 2),
  ),
  listCase('nothing new', 'all entries are known already', valid, list(people.zhang, zhang.entries.length)),
  listCase('all of an institution', 'the same index', valid, hospitalList, { subject: otherHospital }),
  listCase('of nobody, the place empty', 'there is no such list', valid, list(emptyPlace), {
    subject: emptyPlace,
  }),
  listCase('of nobody, the place taken', 'another list stands there alone', valid, list(takenPlace), {
    subject: takenPlace,
  }),
  listCase('of a person who was never looked at', 'there is no such list', valid, list(people.wang), {
    subject: people.wang,
  }),
  listCase('recent enough', 'the checkpoint is of the moment that is asked for', valid, zhang, {
    notBefore: hour,
  }),
  refuse('an entry left out', 'list-incomplete', 'the second one', without(1)),
  refuse('the first entry left out', 'list-incomplete', 'the count is one less', without(0)),
  refuse('the last entry left out', 'list-incomplete', 'the newest one', without(zhang.entries.length - 1)),
  refuse(
    'an entry left out, told as known before',
    'list-incomplete',
    'the head is made up',
    withEntries(zhang, zhang.entries.slice(1), { after: { count: 1, head: digest('made up') } }),
  ),
  refuse('a wrong count of what came before', 'list-incomplete', 'two are called three', {
    ...list(people.zhang, 2),
    after: { count: 3, head: list(people.zhang, 2).after?.head },
  }),
  refuse(
    'an erasure left out',
    'list-incomplete',
    'the entry that says so belongs to the list',
    without(erasureAt),
  ),
  refuse('an entry of another person put in', 'list-incomplete', 'Li’s first access', mixed),
  refuse(
    'an entry twice',
    'list-order',
    'the first one',
    withEntries(zhang, [zhang.entries[0]!, ...zhang.entries]),
  ),
  refuse(
    'two entries swapped',
    'list-order',
    'the order of the log',
    withEntries(zhang, [zhang.entries[1]!, zhang.entries[0]!, ...zhang.entries.slice(2)]),
  ),
  refuse(
    'an index of an older checkpoint',
    'list-incomplete',
    'complete as of 25 entries, with the statement and the tree of 41',
    log.list('patient', people.zhang, second, secondReceipt, 0, first),
  ),
  refuse(
    'entries as of an older checkpoint',
    'list-incomplete',
    'proven in the newer tree, but only those of before',
    withEntries(
      zhang,
      zhang.entries.filter(({ index }) => index < first),
    ),
  ),
  refuse('a newer index', 'access-not-in-log', 'the list of the second with the statement of the first', {
    ...withEntries(zhang, zhang.entries.slice(0, 3)),
    checkpoint: firstReceipt,
  }),
]
