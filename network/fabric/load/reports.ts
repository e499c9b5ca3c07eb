import { newRecordId } from '@huren/contracts/testing'
import type { Author } from './founding.ts'

/** Signed reports in batches without end, each batch by the next author when it is asked for. */
export const endlessReports = (authors: readonly Author[], batch: number) => {
  let turn = 0
  return {
    shift: () => {
      const author = authors[turn++ % authors.length]
      return author && reportBatches([author], { statements: batch, batch })[0]
    },
  }
}

/** Signed reports in batches, the authors in turn. */
export const reportBatches = (
  authors: readonly Author[],
  { statements, batch }: { readonly statements: number; readonly batch: number },
): string[][] => {
  const texts = Array.from({ length: statements }, (_, index) => {
    const author = authors[index % authors.length]
    if (!author) throw new Error('reports need an author')
    return author.world.report(author.hospital, { report: newRecordId() }).text
  })
  return Array.from({ length: Math.ceil(statements / batch) }, (_, index) =>
    texts.slice(index * batch, (index + 1) * batch),
  )
}
