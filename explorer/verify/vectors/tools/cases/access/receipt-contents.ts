import { encodeBase64 } from '@huren/records'
import type { AccessReceiptFile, EntryFile } from '../../../../src/access/file.ts'
import { numbering } from '../../access-log.ts'
import { erasedEntry, erasureEntry, event, log, people, secondReceipt } from '../../access-province.ts'
import { json } from '../case.ts'
import { type AccessCase, bytesOf, second } from './case.ts'
import { bent, content, receipt, reject, withoutPath } from './receipt-case.ts'

/** Receipts of one access: what the entry holds, and the file. */
export const receiptContents: readonly AccessCase[] = [
  reject(
    'an unknown member',
    'access-entry-malformed',
    'a name has no place in an event',
    bent({ event: content({ ...event(9), name: '张三' }) }),
  ),
  reject(
    'a member twice',
    'access-entry-malformed',
    'I-JSON',
    bent({ event: content(json(event(9)).replace('{', '{"action":"view",')) }),
  ),
  reject(
    'an event without consent and emergency',
    'access-entry-malformed',
    'one of the two',
    bent({ event: content({ ...event(9), consent: undefined }) }),
  ),
  reject(
    'an unknown action',
    'access-entry-malformed',
    'delete is none',
    bent({ event: content({ ...event(9), action: 'delete' }) }),
  ),
  reject(
    'text that is not UTF-8',
    'access-entry-malformed',
    'a lone continuation byte',
    bent({ event: encodeBase64(Uint8Array.of(0x22, 0x80, 0x22)) }),
  ),
  reject(
    'base64 with loose bits',
    'access-entry-malformed',
    'one text for one sequence of bytes',
    bent({ event: 'AB==' }),
  ),
  reject(
    'a short salt',
    'access-entry-malformed',
    '31 bytes',
    bent({ salt: `${encodeBase64(new Uint8Array(31))}` }),
  ),
  reject(
    'a salt of another length',
    'access-malformed',
    '16 bytes',
    bent({ salt: encodeBase64(new Uint8Array(16)) }),
  ),
  reject(
    'event and commitment',
    'access-malformed',
    'one of the two',
    bent({ commitment: log.commitments[9] }),
  ),
  reject('an event without its salt', 'access-malformed', 'both or none', bent({ salt: undefined })),
  reject('no path', 'access-malformed', 'the member is missing', { ...receipt(9), entry: withoutPath }),
  reject('content withheld', 'entry-withheld', 'a commitment, and no erasure', {
    ...bent({ event: undefined, salt: undefined, commitment: log.commitments[9] }),
  }),
  reject(
    'the erasure of another entry',
    'entry-withheld',
    'entry 13 was erased, not entry 9',
    (() => {
      const { number, text } = numbering()
      const renumber = (file: AccessReceiptFile, entry: EntryFile): EntryFile => {
        const all = bytesOf(file.hashes)
        return { ...entry, path: entry.path.map((n) => number(all.subarray(n * 32, n * 32 + 32))) }
      }
      const { event: _event, salt: _salt, ...kept } = renumber(receipt(9), receipt(9).entry)
      const entry = { ...kept, commitment: log.commitments[9] }
      const erasure = renumber(receipt(erasureEntry), receipt(erasureEntry).entry)
      return { ...receipt(9), entry, erasure, hashes: text() }
    })(),
  ),
  reject(
    'an erasure that is an access',
    'entry-withheld',
    'entry 14 erases nothing',
    (() => {
      const file = log.receipt(erasedEntry, second, secondReceipt, erasedEntry + 1)
      return file
    })(),
  ),
  reject('an unknown format', 'access-malformed', 'v2', { ...receipt(9), format: 'huren-access-receipt/v2' }),
  reject('an unnamed member', 'access-malformed', 'beside the others', { ...receipt(9), note: '' }),
  reject(
    'a list in place of a receipt',
    'access-malformed',
    'another format',
    log.list('patient', people.zhang, second, secondReceipt),
  ),
  reject('cut off', 'access-malformed', 'not JSON any more', json(receipt(9)).slice(0, 700)),
  reject('an index below zero', 'access-malformed', 'no such entry', bent({ index: -1 })),
  reject('half an index', 'access-malformed', 'no such entry', bent({ index: 8.5 })),
  reject('after the trust file’s time', 'trust-expired', 'a year later', receipt(9), {
    now: Date.parse('2029-06-01T00:00:00Z'),
  }),
]
