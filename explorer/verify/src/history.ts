import {
  consentErasure,
  erasure,
  type Instant,
  isStatementOf,
  type Report,
  report,
  type StatementId,
} from '@huren/records'
import type { Author } from './authority.ts'
import type { Entry } from './entries.ts'
import type { Registry } from './registry.ts'
import { reject, type Sentence } from './verdict.ts'

const isReport = ({ statement }: Entry) => isStatementOf(report, statement)
const asReport = ({ statement }: Entry) => statement.payload as Entry['statement']['payload'] & Report

const predecessor = (entries: readonly Entry[], entry: Entry): Entry =>
  entries.find(
    (before) =>
      isReport(before) && before.statement.id === asReport(entry).supersedes && before.index < entry.index,
  ) ??
  reject('version-chain', '回执缺少此前的报告版本。', 'The receipt lacks an earlier version of the report.')

/** From a report's version back to its first: same report, same hospital, one version at a time. */
const checkVersions = (entries: readonly Entry[], entry: Entry): void => {
  for (let at = entry; asReport(at).version > 1; ) {
    const before = predecessor(entries, at)
    const [older, newer] = [asReport(before), asReport(at)]
    if (older.report !== newer.report || older.issuer !== newer.issuer || older.version !== newer.version - 1)
      reject('version-chain', '报告版本链断裂。', "The chain of the report's versions is broken.")
    at = before
  }
}

/** The earlier versions of a report, each of which the receipt must carry. */
export const versionChain = (entries: readonly Entry[], subject: Entry): Sentence[] => {
  if (!isReport(subject)) return []
  checkVersions(entries, subject)
  const { version, report } = asReport(subject)
  return [
    {
      zh: `这是报告 ${report} 的第 ${version} 版${version > 1 ? '，此前各版本均在日志中且首尾相接' : ''}。`,
      en: `It is version ${version} of report ${report}${version > 1 ? '; every version before it is in the log, each naming the one before' : ''}.`,
    },
  ]
}

/** What happened to the report later, as far as the receipt tells. */
export const laterVersions = (entries: readonly Entry[], subject: Entry): Sentence[] =>
  entries
    .filter((entry) => isReport(entry) && asReport(entry).supersedes === subject.statement.id)
    .map((entry) => {
      const { version, status, issuedAt } = asReport(entry)
      return status === 'withdrawn'
        ? {
            zh: `报告已于 ${issuedAt} 撤回（第 ${version} 版）。`,
            en: `The report was withdrawn at ${issuedAt} (version ${version}).`,
          }
        : {
            zh: `报告已于 ${issuedAt} 由第 ${version} 版取代。`,
            en: `Version ${version} replaced it at ${issuedAt}.`,
          }
    })

const erasureOf = (statement: Entry['statement'], id: StatementId): Instant | undefined => {
  if (isStatementOf(erasure, statement) && statement.payload.target === id) return statement.payload.erasedAt
  if (isStatementOf(consentErasure, statement) && statement.payload.statement === id)
    return statement.payload.erasedAt
  return undefined
}

/** Salt or record destroyed: the statement stays proven, its commitments cannot be opened any more. */
export const erasures = (entries: readonly Entry[], id: StatementId): Sentence[] =>
  entries.flatMap(({ statement }) => {
    const erasedAt = erasureOf(statement, id)
    if (!erasedAt) return []
    return [
      {
        zh: `内容已于 ${erasedAt} 删除，完整性未受影响。`,
        en: `Its content was erased on ${erasedAt}; integrity intact.`,
      },
    ]
  })

/** Keys revoked only after the statement was committed. */
export const laterRevocations = (registry: Registry, subject: Entry, { keys }: Author): Sentence[] =>
  registry.revocations
    .filter(({ index, payload }) => index > subject.index && keys.includes(payload.key))
    .map(({ payload: { revokedFrom, reason } }) =>
      reason === 'compromised' && Date.parse(revokedFrom) <= Date.parse(subject.statement.payload.issuedAt)
        ? {
            zh: `签名密钥后来被宣布自 ${revokedFrom} 起泄露，早于此声明：请向声明机构核实。`,
            en: `The signing key was later declared compromised from ${revokedFrom}, before this statement: ask its author.`,
          }
        : {
            zh: `签名密钥后来已吊销（自 ${revokedFrom} 起），此声明在此之前作出。`,
            en: `The signing key was revoked later (from ${revokedFrom}); this statement was made before.`,
          },
    )
