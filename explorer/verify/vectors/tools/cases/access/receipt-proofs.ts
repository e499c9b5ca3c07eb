import { encodeBase64 } from '@huren/records'
import {
  at,
  erasureEntry,
  event,
  firstReceipt,
  forged,
  ledgerEntries,
  log,
  receiptOf,
  secondReceipt,
} from '../../access-province.ts'
import { assemble } from '../../log.ts'
import { fullLines, witness } from '../../world.ts'
import { valid } from '../case.ts'
import { type AccessCase, first, flipped, more, second } from './case.ts'
import { bent, content, erasedReceipt, receipt, receiptCase, reject } from './receipt-case.ts'

/** Receipts of one access: entry, path and checkpoint. */
export const receiptProofs: readonly AccessCase[] = [
  receiptCase('an entry in the middle', 'event, path and checkpoint agree', valid, receipt(9)),
  receiptCase('the first entry', 'index 0', valid, receipt(0)),
  receiptCase('the last entry', 'the right edge of an uneven tree', valid, receipt(second - 1)),
  receiptCase('an older checkpoint', 'it covers the entry as well', valid, receipt(9, first)),
  receiptCase('an emergency access', 'emergency in place of consent', valid, receipt(7)),
  receiptCase('an erased access', 'commitment, and the log’s own note of the erasure', valid, erasedReceipt),
  receiptCase('the erasure itself', 'an entry like others', valid, receipt(erasureEntry)),
  receiptCase('an unindexed checkpoint', 'one access needs no index', valid, {
    ...log.receipt(9, 40, receiptOf(at.unindexed)),
  }),
  reject(
    'the event changed',
    'access-not-in-log',
    'another action',
    bent({ event: content(event(9, { action: 'print' })) }),
  ),
  reject(
    'the salt changed',
    'access-not-in-log',
    'the commitment is another',
    bent({ salt: encodeBase64(new Uint8Array(32)) }),
  ),
  reject(
    'another entry’s content',
    'access-not-in-log',
    'event and salt of entry 10',
    bent({ event: receipt(10).entry.event, salt: receipt(10).entry.salt }),
  ),
  reject('another place', 'access-not-in-log', 'the path is that of entry 9', bent({ index: 8 })),
  reject('a place beyond', 'index-out-of-range', 'the checkpoint has 41 entries', bent({ index: second })),
  reject(
    'a path cut',
    'access-not-in-log',
    'without its last hash',
    (() => {
      const { path } = receipt(9).entry
      const file = bent({ path: path.slice(0, -1) })
      return file
    })(),
  ),
  reject(
    'a path too long',
    'access-not-in-log',
    'one hash more',
    bent({ path: [...receipt(9).entry.path, 0] }),
  ),
  reject('a hash changed', 'access-not-in-log', 'one bit', {
    ...receipt(9),
    hashes: flipped(receipt(9).hashes),
  }),
  reject('a hash too many', 'hash-unused', 'no path uses it', {
    ...receipt(9),
    hashes: more(receipt(9).hashes),
  }),
  reject('hashes cut', 'access-malformed', 'not a multiple of 32 bytes', { ...receipt(9), hashes: 'AAAA' }),
  reject('a hash that is not there', 'access-malformed', 'number 99', bent({ path: [99] })),
  reject('an older checkpoint that lacks it', 'index-out-of-range', 'entry 30 came after the first 25', {
    ...receipt(30),
    checkpoint: firstReceipt,
  }),
  reject('a newer checkpoint', 'access-not-in-log', 'the path is for 25 entries', {
    ...receipt(9, first),
    checkpoint: secondReceipt,
  }),
  reject('another log’s checkpoint', 'access-not-in-log', 'same size, other salts', {
    ...receipt(9, first),
    checkpoint: receiptOf(at.otherLog),
  }),
  reject(
    'a checkpoint that the ledger refused',
    'access-checkpoint',
    'a fork',
    forged.receipt(9, 45, receiptOf(at.refused)),
  ),
  reject('a report in place of the checkpoint', 'key-use', 'the key is for access logs only', {
    ...receipt(9),
    checkpoint: receiptOf(at.report),
  }),
  reject(
    'the registration of a key in place of the checkpoint',
    'access-checkpoint',
    'it is proven, and no checkpoint',
    {
      ...receipt(9),
      checkpoint: assemble(
        ledgerEntries,
        at.key,
        [at.institution, at.administration],
        witness(ledgerEntries),
      ),
    },
  ),
  reject('a checkpoint that nobody witnessed', 'quorum-missing', 'the notary’s own signature only', {
    ...receipt(9),
    checkpoint: assemble(
      ledgerEntries,
      at.second,
      [at.institution, at.administration, at.key],
      witness(ledgerEntries, fullLines.slice(0, 2)),
    ),
  }),
  reject('a checkpoint without its key', 'key-unknown', 'the registration of the log’s key is left out', {
    ...receipt(9),
    checkpoint: assemble(
      ledgerEntries,
      at.second,
      [at.institution, at.administration],
      witness(ledgerEntries),
    ),
  }),
  reject('no checkpoint', 'access-malformed', 'the member is missing', {
    ...receipt(9),
    checkpoint: undefined,
  }),
  reject('a checkpoint that is no receipt', 'receipt-malformed', 'an empty object', {
    ...receipt(9),
    checkpoint: {},
  }),
]
