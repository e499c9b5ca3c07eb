import { hexToBytes } from '@noble/hashes/utils.js'
import { reject, type Sentence } from '../verdict.ts'
import { type AnchoredCheckpoint, anchored, anchoredCheckpoint } from './checkpoint.ts'
import { type ProvenEntry, provenEntry, tellsErasureOf } from './entry.ts'
import { type AccessListFile, Hashes, readAccessList } from './file.ts'
import {
  bitOf,
  extend,
  indexRoot,
  type ListState,
  listLeaf,
  nothing,
  otherLeaf,
  type Place,
  placeOf,
} from './index-proof.ts'
import { judged, type ProvenLog, provenLog, type Refused, type ShownEntry, shown } from './receipt.ts'
import { accessNotProven, erasedSentence } from './sentences.ts'

export type AccessListVerdict =
  | {
      readonly outcome: 'valid'
      readonly sentence: Sentence
      readonly kind: AccessListFile['kind']
      readonly name: string
      /** How many came before these entries and are not shown, and the head of the list then. */
      readonly after: { readonly count: number; readonly head: string }
      readonly entries: readonly ShownEntry[]
      readonly log: ProvenLog
      readonly proven: readonly Sentence[]
      readonly warnings: readonly Sentence[]
      readonly notProven: readonly Sentence[]
    }
  | Refused

export interface ListQuestion {
  /** Whose list it has to be: the person's identifier in the imaging cloud, or an institution's id. */
  readonly name: string
  /** Milliseconds since 1970; the present unless told. */
  readonly now?: number
  /** The checkpoint must be of this moment or later, milliseconds since 1970. */
  readonly notBefore?: number
}

const none = { count: 0, head: '0'.repeat(64) }

const checkOrder = (entries: readonly ProvenEntry[]) => {
  for (const [i, { index }] of entries.entries())
    if (index <= (entries[i - 1]?.index ?? -1))
      reject('list-order', '清单条目的次序与日志不符。', "The list's order is not the log's order.")
}

const equal = (a: Uint8Array, b: Uint8Array) => a.every((byte, i) => byte === b[i])

/** What stands at the list's place: the list as it is told, or, for an empty one, nothing or another list. */
const leafAt = (place: Place, state: ListState, { other, siblings }: AccessListFile): Uint8Array => {
  if (state.count > 0) {
    if (other)
      reject('index-proof', '清单与“无此清单”的证明并存。', 'It shows the list and that there is none.')
    return listLeaf(place, state)
  }
  if (!other) return nothing
  const label = hexToBytes(other.label)
  const shared = siblings.every((_, depth) => bitOf(label, depth) === bitOf(place.label, depth))
  if (!shared || equal(label, place.label))
    reject(
      'index-proof',
      '所示的另一清单不在此清单应在的位置。',
      'The other list that is shown does not stand where this one would.',
    )
  return otherLeaf(label, hexToBytes(other.value))
}

const checkIndex = (
  file: AccessListFile,
  place: Place,
  state: ListState,
  { hashes, root }: { hashes: Hashes; root: Uint8Array },
) => {
  const siblings = file.siblings.map((n) => hashes.at(n))
  if (!equal(indexRoot(place.label, leafAt(place, state, file), siblings), root))
    reject(
      'list-incomplete',
      '清单与检查点的索引不符：缺少或多出条目，或索引属于另一检查点。',
      'The list does not agree with the index of the checkpoint: an entry is missing or too many, or the index is of another checkpoint.',
    )
}

/** Entries of which only the commitment is left must be explained by an erasure in the same list. */
const erasuresIn = (entries: readonly ProvenEntry[]): Map<number, ProvenEntry> => {
  const byErased = new Map(entries.map((entry) => [entry.erasure?.erases ?? -1, entry]))
  for (const entry of entries) {
    const by = byErased.get(entry.index)
    if (!entry.event && !entry.erasure && !(by && tellsErasureOf(by, entry)))
      reject(
        'entry-withheld',
        `清单第 ${entry.index} 条内容未出示，也没有删除记录。`,
        `The content of entry ${entry.index} is not shown, and no erasure is given.`,
      )
  }
  return byErased
}

const checkInstitution = (name: string, entries: readonly ProvenEntry[]) => {
  for (const { event, index } of entries)
    if (event && event.institution !== name)
      reject(
        'list-name',
        `第 ${index} 条不是该机构的调阅。`,
        `Entry ${index} is an access of another institution.`,
      )
}

const indexOf = ({ payload: { index } }: AnchoredCheckpoint) =>
  index ??
  reject(
    'index-missing',
    '此检查点没有清单索引，无法证明完整。',
    'This checkpoint carries no index of lists: completeness cannot be proven.',
  )

const complete = (
  kind: AccessListFile['kind'],
  after: number,
  count: number,
  { payload: { size } }: AnchoredCheckpoint,
): Sentence => {
  const whose =
    kind === 'patient' ? { zh: '此人', en: 'this person' } : { zh: '该机构', en: 'this institution' }
  const from = after > 0 ? { zh: `第 ${after} 条之后`, en: ` after the first ${after}` } : { zh: '', en: '' }
  return {
    zh: `日志 ${size} 条之中，索引在${whose.zh}名下${from.zh}的恰为 ${count} 条，一条不少。`,
    en: `Of the log's ${size} entries the index has exactly ${count} under ${whose.en}${from.en}; none is left out.`,
  }
}

const notProven = (kind: AccessListFile['kind'], { at }: AnchoredCheckpoint): Sentence[] => [
  ...accessNotProven,
  {
    zh: `${new Date(at).toISOString()} 之后的调阅不在此清单内，请索取更新的清单。`,
    en: `Accesses after ${new Date(at).toISOString()} are not in this list: ask for a newer one.`,
  },
  ...(kind === 'patient'
    ? [
        {
          zh: '影像云若把调阅记在他人名下，此清单看不出来，双方核对也看不出来：知道这次调阅的人（本人或调阅机构）在本人清单中找不到它，才会发现。',
          en: 'An access that the imaging cloud put under another person does not show here, and comparing both sides does not find it: only who knows of it, the person or the institution that looked, misses it in this list.',
        },
      ]
    : []),
]

/**
 * Verifies a list of accesses and that nothing is left out of it: every entry stands in the access log, and the index
 * committed with its checkpoint has exactly these under the list's name. Never throws.
 * @param text the file's text
 * @param trust the trust file's text
 * @see ACCESS.md, section 5
 */
export const verifyAccessList = (
  text: string,
  trust: string,
  { name, now = Date.now(), notBefore }: ListQuestion,
): AccessListVerdict =>
  judged(() => {
    const file = readAccessList(text)
    const { kind, after = none } = file
    const checkpoint = anchoredCheckpoint(file.checkpoint, trust, now, notBefore)
    const index = indexOf(checkpoint)
    const place = placeOf(kind, name, hexToBytes(index.key), file.proof)
    const hashes = new Hashes(file.hashes)
    const entries = file.entries.map((entry) => provenEntry(entry, hashes, checkpoint.payload))
    checkOrder(entries)
    const start: ListState = { count: after.count, head: hexToBytes(after.head) }
    const state = entries.reduce((before, { index, leaf }) => extend(before, index, leaf), start)
    checkIndex(file, place, state, { hashes, root: hexToBytes(index.root) })
    hashes.checkAllUsed()
    if (kind === 'institution') checkInstitution(name, entries)
    const erasures = erasuresIn(entries)
    const erased = entries.flatMap(({ erasure }) => (erasure ? [erasedSentence(erasure)] : []))
    return {
      outcome: 'valid',
      sentence: { zh: '清单完整，证明成立。', en: 'The list is complete; the proof holds.' },
      kind,
      name,
      after,
      entries: entries.map((entry) => shown(entry, erasures.get(entry.index))),
      log: provenLog(checkpoint),
      proven: [
        complete(kind, after.count, entries.length, checkpoint),
        anchored(checkpoint),
        ...checkpoint.verdict.proven,
      ],
      warnings: [...erased, ...checkpoint.verdict.warnings],
      notProven: notProven(kind, checkpoint),
    }
  })
