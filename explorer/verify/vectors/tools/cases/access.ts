import { encodeBase64 } from '@huren/records'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { AccessListFile, AccessReceiptFile, EntryFile } from '../../../src/access/file.ts'
import type { RejectionCode } from '../../../src/verdict.ts'
import { numbering } from '../access-log.ts'
import {
  at,
  erasedEntry,
  erasureEntry,
  event,
  firstReceipt,
  forged,
  ledgerEntries,
  log,
  otherLog,
  people,
  receiptOf,
  secondReceipt,
  sizes,
} from '../access-province.ts'
import { assemble } from '../log.ts'
import { digest, fullLines, now, otherHospital, trustFile, witness } from '../world.ts'
import { type Case, type Expectation, json, must, valid } from './case.ts'

/** A vector of an access receipt or list. */
export interface AccessCase extends Case {
  readonly kind: 'access-receipt' | 'access-list'
  /** Whose list it has to be. */
  readonly subject?: string
  /** Milliseconds since 1970: the checkpoint must not be older. */
  readonly notBefore?: number
}

const base = { now, trust: json(trustFile()) }
const { first, second } = sizes

const receiptCase = (
  name: string,
  why: string,
  expect: Expectation,
  file: object | string,
  change: Partial<Case> = {},
): AccessCase => ({
  kind: 'access-receipt',
  name: `access receipt: ${name}`,
  why,
  ...base,
  receipt: typeof file === 'string' ? file : json(file),
  expect,
  ...change,
})
const listCase = (
  name: string,
  why: string,
  expect: Expectation,
  file: object,
  change: Partial<AccessCase> = {},
): AccessCase => ({
  kind: 'access-list',
  name: `access list: ${name}`,
  why,
  ...base,
  receipt: json(file),
  subject: people.zhang,
  expect,
  ...change,
})

const receipt = (index: number, size: number = second): AccessReceiptFile =>
  log.receipt(index, size, size === first ? firstReceipt : secondReceipt)
const bent = (change: Partial<EntryFile> | object, index = 9): AccessReceiptFile => {
  const file = receipt(index)
  return { ...file, entry: { ...file.entry, ...change } }
}
const reject = (
  name: string,
  code: RejectionCode,
  why: string,
  file: object | string,
  change: Partial<Case> = {},
) => receiptCase(name, why, must(code), file, change)

const erasedReceipt = log.receipt(erasedEntry, second, secondReceipt, erasureEntry)
const content = (value: object | string) =>
  encodeBase64(utf8ToBytes(typeof value === 'string' ? value : json(value)))
const flipped = (hashes: string) => {
  const bytes = hexToBytes(bytesToHex(Uint8Array.from(atob(hashes), (c) => c.charCodeAt(0))))
  bytes[5] = (bytes[5] ?? 0) ^ 1
  return encodeBase64(bytes)
}
const more = (hashes: string) => encodeBase64(hexToBytes(`${bytesToHex(bytesOf(hashes))}${digest('more')}`))
const bytesOf = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
const { path: _path, ...withoutPath } = receipt(9).entry

const receipts: AccessCase[] = [
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

const list = (name: string = people.zhang, after = 0): AccessListFile =>
  log.list('patient', name, second, secondReceipt, after)
const early = log.list('patient', people.zhang, first, firstReceipt)
const refuse = (
  name: string,
  code: RejectionCode,
  why: string,
  file: object,
  change: Partial<AccessCase> = {},
) => listCase(name, why, must(code), file, change)

/** The list with other entries; its hashes are those that are still used. */
const withEntries = (file: AccessListFile, entries: readonly EntryFile[], change: object = {}): object => {
  const { number, text } = numbering()
  const all = bytesOf(file.hashes)
  const again = (n: number) => number(all.subarray(n * 32, n * 32 + 32))
  const renumbered = entries.map((entry) => ({ ...entry, path: entry.path.map(again) }))
  const siblings = file.siblings.map(again)
  return { ...file, entries: renumbered, siblings, hashes: text(), ...change }
}
const zhang = list()
const without = (position: number, file = zhang) => withEntries(file, file.entries.toSpliced(position, 1))

/** Somebody without a list whose place is empty, and one whose place another list has. */
const absent = (empty: boolean): string => {
  for (let n = 0; ; n++) {
    const name = `absent ${n}`
    const { found } = log.indexProof(log.place('patient', name).label, second)
    if ((found === undefined) === empty) return name
  }
}
const [emptyPlace, takenPlace] = [absent(true), absent(false)]

/** "There is no list of Zhang", in the ways one might try to say so. */
const denied = (): AccessListFile => ({ ...(withEntries(zhang, []) as AccessListFile) })
const zhangLabel = bytesToHex(log.place('patient', people.zhang).label)
const liPlace = log.place('patient', people.li)
const mixed = (() => {
  const { number, text } = numbering()
  const take = (file: AccessListFile, entry: EntryFile): EntryFile => {
    const all = bytesOf(file.hashes)
    return { ...entry, path: entry.path.map((n) => number(all.subarray(n * 32, n * 32 + 32))) }
  }
  const others = list(people.li)
  const entries = [
    ...zhang.entries.map((entry) => take(zhang, entry)),
    ...others.entries.slice(0, 1).map((entry) => take(others, entry)),
  ].sort((a, b) => a.index - b.index)
  const all = bytesOf(zhang.hashes)
  const siblings = zhang.siblings.map((n) => number(all.subarray(n * 32, n * 32 + 32)))
  return { ...zhang, entries, siblings, hashes: text() }
})()
const hospitalList = log.list('institution', otherHospital, second, secondReceipt)
const proofOf = (kind: string, name: string) => ({ proof: log.place(kind, name).proof })
/** A label that shares all but its last byte. */
const beside = (label: string) => `${label.slice(0, 62)}${label.endsWith('00') ? '01' : '00'}`
/** An entry of which only the commitment is shown. */
const closed = ({ index, path }: EntryFile): EntryFile => ({
  index,
  path,
  commitment: String(log.commitments[index]),
})
const erasedAt = zhang.entries.findIndex(({ index }) => index === erasedEntry)
const erasureAt = zhang.entries.findIndex(({ index }) => index === erasureEntry)
const hour = Date.parse('2026-11-20T00:00:04Z')

const lists: AccessCase[] = [
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
  refuse('another person’s list', 'list-name', 'asked for Zhang, answered with Li', list(people.li)),
  refuse(
    'another person’s list under a proof for Zhang',
    'list-incomplete',
    'the place is Zhang’s, the entries are Li’s',
    { ...list(people.li), ...proofOf('patient', people.zhang) },
  ),
  refuse('a proof of an institution’s name', 'list-name', 'the kind is part of the name', {
    ...zhang,
    ...proofOf('institution', people.zhang),
  }),
  refuse('a patient’s list told as an institution’s', 'list-name', 'the kind is part of the name', {
    ...zhang,
    kind: 'institution',
  }),
  refuse('a proof by another key', 'list-name', 'the checkpoint names the log’s key', {
    ...zhang,
    proof: otherLog.place('patient', people.zhang).proof,
  }),
  refuse('a damaged proof of the name', 'list-name', 'one byte', {
    ...zhang,
    proof: flipped(zhang.proof),
  }),
  refuse('a proof of the name cut', 'access-malformed', '79 bytes', {
    ...zhang,
    proof: zhang.proof.slice(0, -4),
  }),
  refuse('a name that differs in one character', 'list-name', 'another name is another list', zhang, {
    subject: `${people.zhang}x`,
  }),
  refuse('non-inclusion forged: an empty place', 'list-incomplete', 'Zhang has a list', denied()),
  refuse('non-inclusion forged: another list there', 'index-proof', 'Li’s label does not lead there', {
    ...denied(),
    other: { label: bytesToHex(liPlace.label), value: digest('value') },
  }),
  refuse(
    'non-inclusion forged: the list itself as another',
    'index-proof',
    'it is the label that was asked for',
    {
      ...denied(),
      other: { label: zhangLabel, value: digest('value') },
    },
  ),
  refuse('non-inclusion forged: a made-up list there', 'list-incomplete', 'nobody committed to it', {
    ...denied(),
    other: { label: beside(zhangLabel), value: digest('value') },
  }),
  refuse(
    'non-inclusion forged: an empty place higher up',
    'list-incomplete',
    'the way is cut short',
    withEntries({ ...zhang, siblings: zhang.siblings.slice(0, 1) }, []),
  ),
  refuse('shown and denied at once', 'index-proof', 'a list, and another in its place', {
    ...zhang,
    other: { label: digest('label'), value: digest('value') },
  }),
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

export const access: readonly AccessCase[] = [...receipts, ...lists]
