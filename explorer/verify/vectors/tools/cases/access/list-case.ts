import { bytesToHex } from '@noble/hashes/utils.js'
import type { AccessListFile, EntryFile } from '../../../../src/access/file.ts'
import type { RejectionCode } from '../../../../src/verdict.ts'
import { numbering } from '../../access-log.ts'
import { erasedEntry, erasureEntry, firstReceipt, log, people, secondReceipt } from '../../access-province.ts'
import { otherHospital } from '../../world.ts'
import { type Expectation, json, must } from '../case.ts'
import { type AccessCase, base, bytesOf, first, second } from './case.ts'

export const listCase = (
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
export const list = (name: string = people.zhang, after = 0): AccessListFile =>
  log.list('patient', name, second, secondReceipt, after)
export const early = log.list('patient', people.zhang, first, firstReceipt)
export const refuse = (
  name: string,
  code: RejectionCode,
  why: string,
  file: object,
  change: Partial<AccessCase> = {},
) => listCase(name, why, must(code), file, change)

/** The list with other entries; its hashes are those that are still used. */
export const withEntries = (
  file: AccessListFile,
  entries: readonly EntryFile[],
  change: object = {},
): object => {
  const { number, text } = numbering()
  const all = bytesOf(file.hashes)
  const again = (n: number) => number(all.subarray(n * 32, n * 32 + 32))
  const renumbered = entries.map((entry) => ({ ...entry, path: entry.path.map(again) }))
  const siblings = file.siblings.map(again)
  return { ...file, entries: renumbered, siblings, hashes: text(), ...change }
}
export const zhang = list()
export const without = (position: number, file = zhang) =>
  withEntries(file, file.entries.toSpliced(position, 1))

/** Somebody without a list whose place is empty, and one whose place another list has. */
export const absent = (empty: boolean): string => {
  for (let n = 0; ; n++) {
    const name = `absent ${n}`
    const { found } = log.indexProof(log.place('patient', name).label, second)
    if ((found === undefined) === empty) return name
  }
}
export const [emptyPlace, takenPlace] = [absent(true), absent(false)]

/** "There is no list of Zhang", in the ways one might try to say so. */
export const denied = (): AccessListFile => ({ ...(withEntries(zhang, []) as AccessListFile) })
export const zhangLabel = bytesToHex(log.place('patient', people.zhang).label)
export const liPlace = log.place('patient', people.li)
export const mixed = (() => {
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
export const hospitalList = log.list('institution', otherHospital, second, secondReceipt)
export const proofOf = (kind: string, name: string) => ({ proof: log.place(kind, name).proof })
/** A label that shares all but its last byte. */
export const beside = (label: string) => `${label.slice(0, 62)}${label.endsWith('00') ? '01' : '00'}`
/** An entry of which only the commitment is shown. */
export const closed = ({ index, path }: EntryFile): EntryFile => ({
  index,
  path,
  commitment: String(log.commitments[index]),
})
export const erasedAt = zhang.entries.findIndex(({ index }) => index === erasedEntry)
export const erasureAt = zhang.entries.findIndex(({ index }) => index === erasureEntry)
export const hour = Date.parse('2026-11-20T00:00:04Z')
