import { assemble, type LoggedStatement } from '../log.ts'
import { at, province } from '../province.ts'
import * as made from '../statements.ts'
import { digest, leafText, logged, witness } from '../world.ts'
import { bend, bendStatement, type Case, json, makeCase, must, plain } from './case.ts'

const receipt = plain()
const [subject] = receipt.statements
const path = subject!.path
const amendedReport = made.report({ content: digest('forged') })
const hashes = (edit: (bytes: string) => string) =>
  bend(receipt, { hashes: btoa(edit(atob(receipt.hashes))) })
const flip = (text: string, i: number) =>
  text.slice(0, i) + String.fromCharCode(text.charCodeAt(i) ^ 1) + text.slice(i + 1)
const leafEdit = (from: RegExp, to: string) =>
  bendStatement(receipt, 0, { leaf: subject!.leaf.replace(from, to) })
const without = (field: string) =>
  json(Object.fromEntries(Object.entries(receipt).filter(([name]) => name !== field)))

/** A log in which the ledger's order is broken. */
const disordered = (a: LoggedStatement, b: LoggedStatement) => {
  const log = [a, b, ...province.slice(20, 40)]
  return json(assemble(log, 1, [0], witness(log)))
}
const institution = made.institution()
const key = made.signingKey(made.administrationKey, ['administration'], made.governance)

export const logs: readonly Case[] = [
  makeCase(
    'path-too-short',
    'the last hash of the path is missing',
    must('inclusion-invalid'),
    bendStatement(receipt, 0, { path: path.slice(0, -1) }),
  ),
  makeCase(
    'path-too-long',
    'one hash too many',
    must('inclusion-invalid'),
    bendStatement(receipt, 0, { path: [...path, 0] }),
  ),
  makeCase(
    'path-empty',
    'no path in a log of many entries',
    must('inclusion-invalid'),
    bendStatement(receipt, 0, { path: [] }),
  ),
  makeCase(
    'path-reversed',
    'the hashes from the root downwards',
    must('inclusion-invalid'),
    bendStatement(receipt, 0, { path: path.toReversed() }),
  ),
  makeCase(
    'path-swapped',
    'two hashes changed places',
    must('inclusion-invalid'),
    bendStatement(receipt, 0, { path: [path[1], path[0], ...path.slice(2)] }),
  ),
  makeCase(
    'path-of-neighbour',
    'the path of another entry',
    must('inclusion-invalid'),
    bendStatement(receipt, 0, { path: receipt.statements[1]!.path }),
  ),
  makeCase(
    'path-number-missing',
    'refers to a hash that is not there',
    must('receipt-malformed'),
    bendStatement(receipt, 0, { path: [999, ...path.slice(1)] }),
  ),
  makeCase(
    'path-65',
    'more hashes than any tree has levels',
    must('receipt-malformed'),
    bendStatement(receipt, 0, { path: Array(65).fill(0) }),
  ),
  makeCase(
    'hash-flipped',
    'one bit of one hash changed',
    must('inclusion-invalid'),
    hashes((bytes) => flip(bytes, 5)),
  ),
  makeCase(
    'hashes-cut',
    'the list of hashes is cut off within a hash',
    must('receipt-malformed'),
    hashes((bytes) => bytes.slice(0, -1)),
  ),
  makeCase(
    'hashes-unused',
    'a hash that no path uses',
    must('hash-unused'),
    hashes((bytes) => bytes + 'x'.repeat(32)),
  ),
  makeCase(
    'hashes-not-base64',
    'white space in base64',
    must('receipt-malformed'),
    bend(receipt, { hashes: `${receipt.hashes}\n` }),
  ),
  makeCase(
    'index-neighbour',
    'the index of another entry',
    must('inclusion-invalid'),
    bendStatement(receipt, 0, { index: 7 }),
  ),
  makeCase(
    'index-beyond',
    'an index at the size of the tree',
    must('index-out-of-range'),
    bendStatement(receipt, 0, { index: province.length }),
  ),
  makeCase(
    'index-far-beyond',
    'an index that other arithmetic would wrap around',
    must('index-out-of-range'),
    bendStatement(receipt, 0, { index: 2 ** 32 + at.report }),
  ),
  makeCase(
    'index-negative',
    'an index below zero',
    must('receipt-malformed'),
    bendStatement(receipt, 0, { index: -1 }),
  ),
  makeCase(
    'index-fraction',
    'an index that is no whole number',
    must('receipt-malformed'),
    bendStatement(receipt, 0, { index: 6.5 }),
  ),
  makeCase(
    'index-text',
    'an index as a text',
    must('receipt-malformed'),
    bendStatement(receipt, 0, { index: '6' }),
  ),
  makeCase(
    'index-unsafe',
    'an index beyond 2^53',
    must('receipt-malformed'),
    json(receipt).replace('"index":6', '"index":9007199254740993'),
  ),
  makeCase(
    'leaf-block-changed',
    'the block number was changed',
    must('inclusion-invalid'),
    leafEdit(/\n5\n/, '\n4\n'),
  ),
  makeCase(
    'leaf-result-changed',
    'a committed statement is called refused',
    must('inclusion-invalid'),
    leafEdit(/committed/, 'refused key-use'),
  ),
  makeCase(
    'leaf-time-changed',
    'the time of the transaction was changed',
    must('inclusion-invalid'),
    leafEdit(/\n(\d{13})\n/, '\n1700000000000\n'),
  ),
  makeCase(
    'leaf-position-changed',
    'the position was changed',
    must('inclusion-invalid'),
    leafEdit(/\n0\n/, '\n1\n'),
  ),
  makeCase(
    'leaf-of-another',
    'the leaf records another statement',
    must('leaf-mismatch'),
    bendStatement(receipt, 0, { leaf: leafText(digest('other'), 5, 0) }),
  ),
  makeCase('leaf-no-newline', 'the last newline is missing', must('leaf-malformed'), leafEdit(/\n$/, '')),
  makeCase('leaf-extra-line', 'a line more', must('leaf-malformed'), leafEdit(/$/, 'more\n')),
  makeCase(
    'leaf-upper-case',
    'hexadecimal digits are lower case',
    must('leaf-malformed'),
    bendStatement(receipt, 0, { leaf: subject!.leaf.toUpperCase() }),
  ),
  makeCase(
    'leaf-leading-zero',
    'numbers have no leading zeroes',
    must('leaf-malformed'),
    leafEdit(/\n5\n/, '\n05\n'),
  ),
  makeCase('leaf-version', 'a leaf of another version', must('leaf-malformed'), leafEdit(/v1/, 'v2')),
  makeCase(
    'leaf-result-unknown',
    'a result that does not exist',
    must('leaf-malformed'),
    leafEdit(/committed/, 'accepted'),
  ),
  makeCase(
    'leaf-invalid-zero',
    'validation code 0 is VALID',
    must('leaf-malformed'),
    leafEdit(/committed/, 'invalid 0'),
  ),
  makeCase(
    'statement-forged',
    'another content with its own signature, under the old leaf',
    must('leaf-mismatch'),
    bendStatement(receipt, 0, { envelope: amendedReport.envelope }),
  ),
  makeCase(
    'statement-forged-with-leaf',
    'another content with a leaf to match',
    must('inclusion-invalid'),
    bendStatement(receipt, 0, { envelope: amendedReport.envelope, leaf: leafText(amendedReport.id, 5, 0) }),
  ),
  makeCase(
    'entry-repeated',
    'one entry stands twice',
    must('statement-repeated'),
    bend(receipt, { statements: [...receipt.statements, receipt.statements[1]] }),
  ),
  makeCase(
    'order-blocks',
    'a later entry of an earlier block',
    must('leaf-order'),
    disordered(logged(institution, 9), logged(key, 8)),
  ),
  makeCase(
    'order-positions',
    'a later entry of an earlier position',
    must('leaf-order'),
    disordered(logged(institution, 9, 1), logged(key, 9, 0)),
  ),
  makeCase(
    'order-same-position',
    'two entries of one position',
    must('leaf-order'),
    disordered(logged(institution, 9, 1), logged(key, 9, 1)),
  ),
  makeCase('file-empty', 'nothing', must('receipt-malformed'), ''),
  makeCase('file-cut', 'cut off in the middle', must('receipt-malformed'), json(receipt).slice(0, 3000)),
  makeCase('file-not-object', 'an array', must('receipt-malformed'), '[]'),
  makeCase('file-null', 'null', must('receipt-malformed'), 'null'),
  makeCase(
    'file-deep',
    'nested deeper than any receipt',
    must('receipt-malformed'),
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
  ),
  makeCase(
    'file-member-twice',
    'two members of one name: two readers could see two things',
    must('receipt-malformed'),
    json(receipt).replace('{', '{"hashes":"",'),
  ),
  makeCase(
    'file-prototype',
    'a member called __proto__',
    must('receipt-malformed'),
    json(receipt).replace('{', '{"__proto__":{"format":"x"},'),
  ),
  makeCase(
    'file-unknown-member',
    'a member that the format does not have',
    must('receipt-malformed'),
    bend(receipt, { valid: true }),
  ),
  makeCase(
    'file-other-version',
    'a receipt of another version',
    must('receipt-malformed'),
    bend(receipt, { format: 'huren-receipt/v2' }),
  ),
  makeCase(
    'file-no-checkpoint',
    'the checkpoint is missing',
    must('receipt-malformed'),
    without('checkpoint'),
  ),
  makeCase(
    'file-no-statements',
    'the statements are missing',
    must('receipt-malformed'),
    without('statements'),
  ),
  makeCase(
    'file-empty-statements',
    'no statement at all',
    must('receipt-malformed'),
    bend(receipt, { statements: [] }),
  ),
  makeCase('file-no-hashes', 'the hashes are missing', must('receipt-malformed'), without('hashes')),
  makeCase(
    'file-257-statements',
    'more statements than a receipt may have',
    must('receipt-malformed'),
    bend(receipt, { statements: Array(257).fill(subject) }),
  ),
  makeCase(
    'file-byte-order-mark',
    'a byte order mark before the JSON',
    must('receipt-malformed'),
    `\uFEFF${json(receipt)}`,
  ),
  makeCase(
    'envelope-object',
    'the envelope as an object instead of its text',
    must('receipt-malformed'),
    bendStatement(receipt, 0, { envelope: JSON.parse(subject!.envelope) }),
  ),
  makeCase(
    'envelope-member-twice',
    'the envelope has two payloads',
    must('statement-malformed'),
    bendStatement(receipt, 0, { envelope: subject!.envelope.replace('{', '{"payload":"e30=",') }),
  ),
  makeCase(
    'envelope-not-json',
    'the envelope is no JSON',
    must('statement-malformed'),
    bendStatement(receipt, 0, { envelope: 'envelope' }),
  ),
]
