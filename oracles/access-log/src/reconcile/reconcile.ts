import { type SigningKey, signStatement } from '@huren/crypto-config'
import type { Instant, InstitutionId, Reconciliation } from '@huren/records'
import {
  type CompleteList,
  compareLists,
  findingsDigest,
  type ReconciliationFile,
  verifyAccessList,
} from '@huren/verify'
import { AccessLogError } from '../error.ts'

export interface ReconcileOptions {
  /** The hospital whose accesses are compared. */
  readonly institution: InstitutionId
  /** Complete lists of that hospital: from its own log, and from the imaging cloud's (`huren-access-list/v1`). */
  readonly hospital: object
  readonly cloud: object
  /** The trust file's text. */
  readonly trust: string
  /** Seconds before the older checkpoint that are left open: an access may still be on its way to the other side. */
  readonly settle: number
  /** Needed when a list does not reach back to the beginning. */
  readonly from?: Instant
  /** Who compares, and signs. */
  readonly issuer: InstitutionId
  readonly key: SigningKey
}

const about =
  '互认调阅日志核对报告：附双方完整清单，可离线验证。A reconciliation of two access logs with both complete lists: verify it offline (huren access verify).'

const listOf = (side: string, list: object, { trust, institution }: ReconcileOptions): CompleteList => {
  const verdict = verifyAccessList(JSON.stringify(list), trust, { name: institution })
  if (verdict.outcome === 'valid') return verdict
  throw new AccessLogError('list-invalid', `${side}: ${verdict.code}: ${verdict.sentence.en}`)
}

const compared: typeof compareLists = (...sides) => {
  try {
    return compareLists(...sides)
  } catch (cause) {
    throw new AccessLogError('list-invalid', cause instanceof Error ? cause.message : String(cause), {
      cause,
    })
  }
}

/**
 * Verifies both lists, compares them, and signs what was found.
 * @returns the report's file, which anybody can verify (explorer/verify/ACCESS.md, section 7)
 * @throws AccessLogError `list-invalid` when a list does not verify, or the two do not belong together
 */
export const reconcile = (options: ReconcileOptions): ReconciliationFile => {
  const { issuer, key, from, settle } = options
  const [hospital, cloud] = [
    listOf('hospital', options.hospital, options),
    listOf('cloud', options.cloud, options),
  ]
  const until = new Date(Math.min(hospital.log.at, cloud.log.at) - settle * 1000).toISOString() as Instant
  const { findings, ...comparison } = compared(hospital, cloud, { until, ...(from && { from }) })
  const report: Reconciliation = {
    issuer,
    issuedAt: new Date().toISOString() as Instant,
    ...comparison,
    findings: findingsDigest(findings),
  }
  return {
    format: 'huren-reconciliation/v1',
    about,
    report: signStatement('reconciliation', report, [key]),
    findings,
    hospital: options.hospital,
    cloud: options.cloud,
  }
}
