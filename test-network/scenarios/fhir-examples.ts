import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Instant, ItemCode } from '@huren/records'
import { getNodeValue, type Node, parseTree } from 'jsonc-parser'

/** A DiagnosticReport of the public FHIR R4 examples (CC0), as somebody else wrote it. */
export interface ExampleReport {
  /** The file, and where in it the resource lies when the file is a bundle. */
  readonly name: string
  /** The exact bytes: the whole file, or the resource's own slice of a bundle. */
  readonly bytes: Uint8Array
  readonly item: ItemCode
  /** Whom it is about, as the example says it (`Patient/example`). */
  readonly subject: string
  /** When specimen was taken or images were made. */
  readonly performedAt: Date
}

interface Coded {
  readonly coding?: readonly { readonly code?: string }[]
}
interface DiagnosticReport {
  readonly code: Coded
  readonly category?: readonly Coded[]
  readonly subject?: { readonly reference?: string }
  readonly effectiveDateTime?: string
  readonly effectivePeriod?: { readonly start?: string }
  readonly issued?: string
}

/** LOINC and SNOMED CT codes of the examples, then their categories (HL7 v2-0074), to items of the trial's catalogue. */
const items: Readonly<Record<string, string>> = {
  '58410-2': 'L00001',
  '24331-1': 'L00003',
  '142080': 'L00005',
  '18769-0': 'L00004',
  '47527-7': 'L00007',
  '38269-7': 'E00003',
  '429858000': 'E00001',
  '45036003': 'E00002',
  PGxReport: 'L00006',
  MB: 'L00004',
  GE: 'L00006',
  PAT: 'L00007',
  '55233-1': 'L00006',
  '104177005': 'L00004',
}
/** What says nothing closer is clinical chemistry: the examples' panels without a code. */
const otherwise = 'L00002'

const codesOf = ({ code, category = [] }: DiagnosticReport) =>
  [code, ...category].flatMap(({ coding = [] }) => coding.map((one) => one.code ?? ''))

const itemOf = (report: DiagnosticReport): ItemCode => {
  const code = codesOf(report).find((one) => one in items)
  return (code === undefined ? otherwise : (items[code] ?? otherwise)) as ItemCode
}

const performedAt = ({ effectiveDateTime, effectivePeriod, issued }: DiagnosticReport): Date => {
  const date = new Date(effectiveDateTime ?? effectivePeriod?.start ?? issued ?? '')
  if (Number.isNaN(date.getTime())) throw new Error('an example without a date')
  return date
}

/** The nodes of all DiagnosticReports in a document, at any depth. */
const reportsIn = (node: Node): Node[] => {
  const isReport =
    node.type === 'object' &&
    node.children?.some(
      ({ children }) => children?.[0]?.value === 'resourceType' && children[1]?.value === 'DiagnosticReport',
    )
  return isReport ? [node] : (node.children ?? []).flatMap(reportsIn)
}

const exampleOf = (file: string, text: string, node: Node, position: number): ExampleReport => {
  const report = getNodeValue(node) as DiagnosticReport
  const whole = text.trim().length === node.length
  return {
    name: whole ? file : `${file} #${position + 1}`,
    bytes: Buffer.from(whole ? text : text.slice(node.offset, node.offset + node.length)),
    item: itemOf(report),
    subject: report.subject?.reference ?? 'unknown',
    performedAt: performedAt(report),
  }
}

/** Saves parsing the large files that only mention the type. */
const hasReport = /"resourceType"\s*:\s*"DiagnosticReport"/

const examplesIn = (folder: string, file: string): ExampleReport[] => {
  const bytes = readFileSync(join(folder, file))
  if (!bytes.includes('"DiagnosticReport"')) return []
  const text = bytes.toString('utf8')
  if (!hasReport.test(text)) return []
  const tree = parseTree(text)
  return tree ? reportsIn(tree).map((node, position) => exampleOf(file, text, node, position)) : []
}

/** Every DiagnosticReport of the package `hl7.fhir.r4.examples`, alone or inside a bundle, in the order of the files. */
export const exampleReports = (): ExampleReport[] => {
  const folder = dirname(fileURLToPath(import.meta.resolve('hl7.fhir.r4.examples/package.json')))
  return globSync('*.json', { cwd: folder })
    .sort()
    .flatMap((file) => examplesIn(folder, file))
}

/**
 * The examples are from 2004 to 2017. All dates are moved by the same span, so that the newest report is a day old and
 * the others keep their age relative to it: some can be recognised, others have expired.
 */
export const moveDates = (reports: readonly ExampleReport[], now: Date) => {
  const newest = Math.max(...reports.map((report) => report.performedAt.getTime()))
  const span = now.getTime() - 24 * 3600 * 1000 - newest
  return (report: ExampleReport): Instant =>
    new Date(report.performedAt.getTime() + span).toISOString() as Instant
}
