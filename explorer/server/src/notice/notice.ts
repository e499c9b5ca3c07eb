import type { EntryRow, ExplorerIndex, InstitutionRow } from '@huren/explorer-index'
import {
  type CatalogueItem,
  catalogueItem,
  institution,
  isStatementOf,
  type Payload,
  parseEnvelope,
  type RecognitionRule,
  recognitionRule,
  type StatementId,
  type TypedRecordType,
} from '@huren/records'

/** What a statement of the registry says, and which statement it is. */
type Said<T> = T & { readonly statement: StatementId }

/** Everything that is published about recognition; from the ledger alone. */
export interface Notice {
  readonly at: string
  readonly height: number
  /** Hospitals that take part now. */
  readonly institutions: readonly InstitutionRow[]
  /** Items that are recognised now. */
  readonly items: readonly Said<CatalogueItem>[]
  readonly rule: Said<RecognitionRule> | null
  readonly counts: { readonly reports: number; readonly recognised: number; readonly decisions: number }
}

const published: readonly string[] = [institution.name, catalogueItem.name, recognitionRule.name]

/** Whether anybody may read this statement: it is about who takes part or what is recognised, and on the ledger. */
export const isPublished = ({ facts }: Pick<EntryRow, 'facts'>): boolean =>
  facts.result === 'committed' && published.includes(facts.type)

/** More versions than a catalogue ever has. */
const most = 50_000

/** All committed statements of a type, newest first. */
const statedOf = async <T extends Payload>(
  index: ExplorerIndex,
  type: TypedRecordType<T>,
): Promise<Said<T>[]> => {
  const filter = {
    type: (word: string) => word === type.name,
    result: (word: string) => word === 'committed',
  }
  const texts = await index.buckets.texts.getMany(index.statements.list(filter, most))
  return texts.flatMap((text) => {
    const statement = parseEnvelope(text ?? '')
    return isStatementOf(type, statement) ? [{ ...statement.payload, statement: statement.id }] : []
  })
}

const inForce = <T extends { readonly version: number; readonly effectiveFrom: string }>(
  versions: readonly T[],
  now: number,
): T | undefined =>
  versions
    .filter(({ effectiveFrom }) => Date.parse(effectiveFrom) <= now)
    .toSorted((a, b) => b.version - a.version)[0]

const countOf = (index: ExplorerIndex, type: string, outcomes?: readonly string[]) =>
  index.statements.count({
    type: (word) => word === type,
    result: (word) => word === 'committed',
    ...(outcomes && { outcome: (word: string) => outcomes.includes(word) }),
  })[0]?.count ?? 0

/** What is in force at a time. @param now milliseconds since 1970 */
export const noticeOf = async (index: ExplorerIndex, now: number): Promise<Notice> => {
  const [rows, items, rules] = await Promise.all([
    index.buckets.institutions.values().all(),
    statedOf(index, catalogueItem),
    statedOf(index, recognitionRule),
  ])
  return {
    at: new Date(now).toISOString(),
    height: index.height,
    institutions: rows.filter(({ kind, status }) => kind === 'hospital' && status === 'active'),
    items: [...Map.groupBy(items, ({ item }) => item).values()]
      .flatMap((versions) => inForce(versions, now) ?? [])
      .filter(({ status }) => status === 'active')
      .toSorted((a, b) => (a.item < b.item ? -1 : 1)),
    rule: inForce(rules, now) ?? null,
    counts: {
      reports: countOf(index, 'report', ['final', 'amended']),
      decisions: countOf(index, 'decision'),
      recognised: countOf(index, 'decision', ['recognised']),
    },
  }
}
