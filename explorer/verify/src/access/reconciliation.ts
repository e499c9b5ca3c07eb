import {
  findingLabels,
  type ParsedReconciliation,
  parseReconciliation,
  parseStrictJson,
  type Reconciliation,
  Refusal,
} from '@huren/records'
import Joi from 'joi'
import { readTrust } from '../trust.ts'
import { Rejection, reject, type Sentence } from '../verdict.ts'
import { type CompleteList, compareLists, type Finding, findingsDigest } from './compare.ts'
import { verifyAccessList } from './list.ts'
import { judged, type Refused } from './receipt.ts'
import { checkReporters } from './reporters.ts'

/** A report of a comparison with everything that it rests on. ACCESS.md, section 7. */
export interface ReconciliationFile {
  readonly format: 'huren-reconciliation/v1'
  readonly about?: string
  /** The signed report: a DSSE envelope. */
  readonly report: object
  readonly findings: readonly Finding[]
  /** The complete list of the hospital's own log, and that of the imaging cloud's. */
  readonly hospital: object
  readonly cloud: object
}

export type ReconciliationVerdict =
  | {
      readonly outcome: 'valid'
      readonly sentence: Sentence
      readonly report: Reconciliation
      readonly findings: readonly Finding[]
      /** The two verified lists, in which findings are looked up by their entries. */
      readonly hospital: CompleteList
      readonly cloud: CompleteList
      readonly proven: readonly Sentence[]
      readonly notProven: readonly Sentence[]
    }
  | Refused

const schema = Joi.object<ReconciliationFile>({
  format: Joi.valid('huren-reconciliation/v1').required(),
  about: Joi.string().max(1000),
  report: Joi.object().unknown().required(),
  findings: Joi.array().items(Joi.object().unknown()).max(131_072).required(),
  hospital: Joi.object().unknown().required(),
  cloud: Joi.object().unknown().required(),
}).prefs({ convert: false })

const malformed = (detail: string) =>
  reject(
    'reconciliation-malformed',
    `核对报告格式不正确：${detail}`,
    `The report is not well-formed: ${detail}`,
  )

const readFile = (text: string): ReconciliationFile => {
  if (text.length > 1 << 27) malformed('too large')
  let json: unknown
  try {
    json = parseStrictJson(text)
  } catch {
    malformed('not JSON')
  }
  const { error, value } = schema.validate(json)
  if (error) malformed(error.message)
  return value as ReconciliationFile
}

const readReport = (report: object): ParsedReconciliation => {
  try {
    return parseReconciliation(JSON.stringify(report))
  } catch (error) {
    if (error instanceof Refusal) return malformed(error.detail)
    throw error
  }
}

const listOf = (list: object, trust: string, name: string, now: number): CompleteList => {
  const verdict = verifyAccessList(JSON.stringify(list), trust, { name, now })
  if (verdict.outcome === 'rejected') throw new Rejection(verdict.code, verdict.sentence)
  return verdict
}

const sayCounts = ({ matched, open, counts }: Reconciliation): Sentence => {
  const kinds = Object.entries(findingLabels) as [keyof typeof counts, Sentence][]
  return {
    zh: `相符 ${matched} 次，待定 ${open} 次；${kinds.map(([kind, { zh }]) => `${zh} ${counts[kind]} 次`).join('，')}。`,
    en: `${matched} accesses agree, ${open} are still open; ${kinds.map(([kind, { en }]) => `${en}: ${counts[kind]}`).join('; ')}.`,
  }
}

/** The signed payload, without what the lists do not tell. */
const told = ({ issuer: _issuer, issuedAt: _issuedAt, ...rest }: Reconciliation) => rest

/**
 * Verifies a report: both lists are complete, comparing them anew gives the same findings, and its issuer signed it.
 * Never throws.
 * @param text the file's text
 * @param trust the trust file's text
 * @param now milliseconds since 1970
 * @see ACCESS.md, section 7
 */
export const verifyReconciliation = (text: string, trust: string, now = Date.now()): ReconciliationVerdict =>
  judged(() => {
    const file = readFile(text)
    const report = readReport(file.report)
    const { institution, from, until } = report.payload
    const [hospital, cloud] = [
      listOf(file.hospital, trust, institution, now),
      listOf(file.cloud, trust, institution, now),
    ]
    const { findings, ...comparison } = compareLists(hospital, cloud, { ...(from && { from }), until })
    const again = { ...comparison, findings: findingsDigest(findings) }
    const same =
      sorted(again) === sorted(told(report.payload)) &&
      JSON.stringify(findings) === JSON.stringify(file.findings)
    if (!same)
      reject(
        'reconciliation-differs',
        '按两份清单重新核对，结果与报告不同。',
        'Comparing the two lists anew gives another result than the report.',
      )
    checkReporters(report, [file.hospital, file.cloud], readTrust(trust, now))
    return {
      outcome: 'valid',
      sentence: { zh: '核对报告成立。', en: 'The report holds.' },
      report: report.payload,
      findings,
      hospital,
      cloud,
      proven: [sayCounts(report.payload), ...hospital.proven.slice(0, 2), ...cloud.proven.slice(0, 2)],
      notProven: [
        {
          zh: '哪一方记错，报告不作判断；双方都未记录的调阅不在其内。',
          en: 'It does not judge which side is wrong; an access that neither side logged is not in it.',
        },
        {
          zh: '两份清单所附回执之后，签名密钥是否被吊销，不得而知。',
          en: 'Whether the signing key was revoked after the receipts in the two lists is not known.',
        },
      ],
    }
  })

/** JSON whose members stand in one order, to compare two values. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
