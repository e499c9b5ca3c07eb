import type { CatalogueItem, RecognitionRule } from '@huren/records'
import type { Words } from '../language.tsx'

export type Named = Readonly<Record<string, Words>>
interface Stated {
  /** The statement on the ledger that says so. */
  readonly statement: string
}

/** What the server publishes (explorer/server, `notice/notice.ts`). */
export interface Published {
  readonly at: string
  readonly height: number
  readonly institutions: readonly (Stated & {
    readonly institution: string
    readonly level: string
    readonly city: string
  })[]
  readonly items: readonly (Stated & Pick<CatalogueItem, 'item' | 'kind' | 'validDays'>)[]
  readonly rule:
    | (Stated & Pick<RecognitionRule, 'version' | 'minimumLevel' | 'scope' | 'qualityRequired'>)
    | null
  readonly counts: { readonly reports: number; readonly decisions: number; readonly recognised: number }
  readonly names: { readonly items?: Named; readonly institutions?: Named; readonly reasons?: Named }
}
