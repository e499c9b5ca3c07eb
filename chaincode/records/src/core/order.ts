import type { CustomHelpers, ErrorReport } from 'joi'

/** Milliseconds between an instant and its sibling's; undefined where there is no sibling. Text does not sort: `.5Z` < `Z`. */
const sinceSibling = (value: string, sibling: string, { state }: CustomHelpers): number | undefined => {
  const earlier: unknown = state.ancestors?.[0]?.[sibling]
  return typeof earlier === 'string' ? Date.parse(value) - Date.parse(earlier) : undefined
}

/** A joi rule: this instant comes after its sibling, which stands before it in the schema. */
export const laterThan =
  (sibling: string) =>
  (value: string, helpers: CustomHelpers): string | ErrorReport =>
    (sinceSibling(value, sibling, helpers) ?? 1) > 0 ? value : helpers.error('instant.later', { sibling })

/** A joi rule: this instant does not come after its sibling, which stands before it in the schema. */
export const notLaterThan =
  (sibling: string) =>
  (value: string, helpers: CustomHelpers): string | ErrorReport =>
    (sinceSibling(value, sibling, helpers) ?? 0) <= 0 ? value : helpers.error('instant.notLater', { sibling })
