import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileOf, fontsOf, runsOf } from '@huren/pdf-text'
import pdfmake from 'pdfmake'
import { bilingual, headingsOf, numberOf } from './files.ts'
import type { ReportTable } from './table.ts'
import { wordOf } from './words.ts'

const files = join(
  dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json')),
  'files',
)

const fontsFor = (texts: readonly string[]) =>
  Object.fromEntries(fontsOf(texts).map((font) => [font, { normal: join(files, fileOf(font)) }]))

const textOf = ({ measures }: ReportTable, cells: ReportTable['rows'][number]['cells']) =>
  cells.map((cell, i) => {
    const value = numberOf(cell)
    if (value === undefined) return '—'
    return measures[i]?.share ? `${(value * 100).toFixed(1)}%` : value.toLocaleString('en')
  })

/** A report as a PDF, in Chinese and English, with its fonts embedded. */
export const pdfOf = (table: ReportTable): Promise<Buffer> => {
  const { name, period, by, rows, left } = table
  const body = [
    headingsOf(table),
    ...rows.map(({ key, cells }) => [
      ...by.map((dimension, i) => wordOf(dimension, key[i] ?? '')),
      ...textOf(table, cells),
    ]),
  ]
  const said = `${period.from} — ${period.to}`
  const more =
    left > 0 ? bilingual({ zh: `另有 ${left} 行未列出。`, en: `${left} more rows are not listed.` }) : ''
  const digits = '0123456789/ '
  pdfmake.setFonts(fontsFor([name, said, more, digits, ...body.flat()]))
  // nothing but the fonts is read, and nothing is fetched
  pdfmake.setLocalAccessPolicy((path: string) => path.startsWith(files))
  pdfmake.setUrlAccessPolicy(() => false)
  return pdfmake
    .createPdf({
      info: { title: name },
      pageOrientation: table.by.length + table.measures.length > 5 ? 'landscape' : 'portrait',
      defaultStyle: { font: 'latin', fontSize: 9 },
      footer: (page: number, pages: number) => ({ text: `${page} / ${pages}`, alignment: 'center' }),
      content: [
        { text: runsOf(name), fontSize: 16, margin: [0, 0, 0, 4] },
        { text: said, margin: [0, 0, 0, 12] },
        {
          layout: 'lightHorizontalLines',
          table: { headerRows: 1, body: body.map((row) => row.map((text) => ({ text: runsOf(text) }))) },
        },
        { text: runsOf(more), margin: [0, 8, 0, 0] },
      ],
    })
    .getBuffer()
}
