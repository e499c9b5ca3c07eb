import { dimensionLabels } from '@huren/explorer-model'
import type { Label } from '@huren/records'
import { stringify } from 'csv-stringify/sync'
import type { SheetData } from 'write-excel-file/node'
import type { Format } from './report.ts'
import type { Cell, ReportTable } from './table.ts'
import { wordOf } from './words.ts'

export const mediaTypes: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
}

export const bilingual = ({ zh, en }: Label) => `${zh} ${en}`

/** The number of a cell: a count, or a share between 0 and 1; nothing where nothing was to be counted. */
export const numberOf = ({ numerator, denominator }: Cell): number | undefined =>
  denominator === undefined ? numerator : denominator === 0 ? undefined : numerator / denominator

export const headingsOf = ({ by, measures }: ReportTable): string[] => [
  ...by.map((name) => bilingual(dimensionLabels[name])),
  ...measures.map(({ label }) => bilingual(label)),
]

const keysOf = ({ by }: ReportTable, key: readonly string[]) =>
  by.map((name, i) => wordOf(name, key[i] ?? ''))

/** With a byte order mark, for Excel; what would be a formula there is marked as text. */
const csvOf = (table: ReportTable): Buffer =>
  Buffer.from(
    stringify(
      [
        headingsOf(table),
        ...table.rows.map(({ key, cells }) => [
          ...keysOf(table, key),
          ...cells.map((cell) => numberOf(cell) ?? ''),
        ]),
      ],
      { bom: true, escape_formulas: true },
    ),
  )

const xlsxOf = async (table: ReportTable): Promise<Buffer> => {
  const { default: writeExcelFile } = await import('write-excel-file/node')
  const head = headingsOf(table).map((value) => ({ value, fontWeight: 'bold' as const }))
  const rows: SheetData = table.rows.map(({ key, cells }) => [
    ...keysOf(table, key).map((value) => ({ value, type: String })),
    ...cells.map((cell) => {
      const value = numberOf(cell)
      return value === undefined
        ? null
        : { value, type: Number, format: cell.denominator === undefined ? '#,##0' : '0.0%' }
    }),
  ])
  return writeExcelFile([head, ...rows], { columns: head.map(() => ({ width: 24 })) }).toBuffer()
}

/** A report as a file; what makes sheets and pages is loaded for the first of them. */
export const fileOf = async (table: ReportTable, format: Format): Promise<Buffer> => {
  if (format === 'csv') return csvOf(table)
  if (format === 'xlsx') return xlsxOf(table)
  const { pdfOf } = await import('./pdf.ts')
  return pdfOf(table)
}
