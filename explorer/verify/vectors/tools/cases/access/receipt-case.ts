import { encodeBase64 } from '@huren/records'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { AccessReceiptFile, EntryFile } from '../../../../src/access/file.ts'
import type { RejectionCode } from '../../../../src/verdict.ts'
import { erasedEntry, erasureEntry, firstReceipt, log, secondReceipt } from '../../access-province.ts'
import { type Case, type Expectation, json, must } from '../case.ts'
import { type AccessCase, base, first, second } from './case.ts'

export const receiptCase = (
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
export const receipt = (index: number, size: number = second): AccessReceiptFile =>
  log.receipt(index, size, size === first ? firstReceipt : secondReceipt)
export const bent = (change: Partial<EntryFile> | object, index = 9): AccessReceiptFile => {
  const file = receipt(index)
  return { ...file, entry: { ...file.entry, ...change } }
}
export const reject = (
  name: string,
  code: RejectionCode,
  why: string,
  file: object | string,
  change: Partial<Case> = {},
) => receiptCase(name, why, must(code), file, change)

export const erasedReceipt = log.receipt(erasedEntry, second, secondReceipt, erasureEntry)
export const content = (value: object | string) =>
  encodeBase64(utf8ToBytes(typeof value === 'string' ? value : json(value)))
const { path: _path, ...pathless } = receipt(9).entry
export const withoutPath = pathless
