import Joi from 'joi'
import { type ParsedDocument, parseDocument } from './core/document.ts'
import {
  type Digest,
  field,
  type Instant,
  type InstitutionId,
  type RecordId,
  type StatementId,
} from './core/identifiers.ts'
import type { Label, Payload } from './core/record-type.ts'

/** One side's access log, as of the checkpoint with which it was compared. */
export interface ReconciledLog {
  issuer: InstitutionId
  log: RecordId
  size: number
  statement: StatementId
  /** When the ledger accepted the checkpoint. */
  at: Instant
  /** Entries of the institution that were compared, and how many before them were not. */
  entries: number
  after: number
}

export const findingKinds = ['missing-at-cloud', 'missing-at-hospital', 'different', 'repeated'] as const
export type FindingKind = (typeof findingKinds)[number]

/**
 * The comparison of a hospital's own access log with an imaging cloud's, both by complete lists. Signed by whoever
 * compared; it is not a statement of the ledger, and anybody can do it again from the two lists.
 */
export interface Reconciliation extends Payload {
  issuer: InstitutionId
  /** The hospital whose accesses were compared. */
  institution: InstitutionId
  hospital: ReconciledLog
  cloud: ReconciledLog
  /** Only accesses at or after it, when the lists do not reach back to the beginning. */
  from?: Instant
  /** Accesses at or after it may still be on their way to the other side, and are not judged. */
  until: Instant
  matched: number
  open: number
  counts: Record<FindingKind, number>
  /** SHA-256 of the findings' compact JSON. */
  findings: Digest
}

const side = Joi.object<ReconciledLog, true>({
  issuer: field.institutionId().required(),
  log: field.recordId().required(),
  size: field.size().required(),
  statement: field.statementId().required(),
  at: field.instant().required(),
  entries: field.size().required(),
  after: field.size().required(),
}).required()

export const reconciliation = {
  name: 'reconciliation',
  label: { zh: '调阅日志核对报告', en: 'Reconciliation of access logs' },
  schema: Joi.object<Reconciliation, true>({
    issuer: field.institutionId().required(),
    issuedAt: field.instant().required(),
    institution: field.institutionId().required(),
    hospital: side,
    cloud: side,
    from: field.instant(),
    until: field.instant().required(),
    matched: field.size().required(),
    open: field.size().required(),
    counts: Joi.object<Record<FindingKind, number>, true>({
      'missing-at-cloud': field.size().required(),
      'missing-at-hospital': field.size().required(),
      different: field.size().required(),
      repeated: field.size().required(),
    }).required(),
    findings: field.digest().required(),
  }),
  fields: {
    issuer: { zh: '核对机构', en: 'Issuer' },
    issuedAt: { zh: '核对时间', en: 'Issued at' },
    institution: { zh: '被核对医院', en: 'Hospital' },
    hospital: { zh: '医院日志', en: "Hospital's log" },
    cloud: { zh: '影像云日志', en: "Imaging cloud's log" },
    from: { zh: '起', en: 'From' },
    until: { zh: '止', en: 'Until' },
    matched: { zh: '相符', en: 'Matched' },
    open: { zh: '待定', en: 'Open' },
    counts: { zh: '不符', en: 'Findings' },
    findings: { zh: '明细摘要', en: 'Digest of findings' },
  } satisfies Record<keyof Reconciliation, Label>,
}

export const findingLabels: Readonly<Record<FindingKind, Label>> = {
  'missing-at-cloud': { zh: '医院有记录，影像云没有', en: 'the hospital has it, the imaging cloud has not' },
  'missing-at-hospital': {
    zh: '影像云有记录，医院没有',
    en: 'the imaging cloud has it, the hospital has not',
  },
  different: { zh: '双方都有，内容不同', en: 'both have it, and say different things' },
  repeated: { zh: '同一方记录两次', en: 'one side has it twice' },
}

export type ParsedReconciliation = ParsedDocument<Reconciliation>

/**
 * Reads the JSON text of a report's envelope; its signatures are for the caller to verify.
 * @throws Refusal like `parseEnvelope`
 */
export const parseReconciliation = (text: string): ParsedReconciliation => parseDocument(text, reconciliation)
