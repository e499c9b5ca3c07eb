import { readFile } from 'node:fs/promises'
import { badGateway, notFound } from '@hapi/boom'
import { dayOf } from '@huren/explorer-index'
import { type FindingKind, field, findingKinds, type Instant, type InstitutionId } from '@huren/records'
import Joi from 'joi'
import type { AccessLogSite } from './sites.ts'

/** What an access log tells of a report; what it is worth, the report itself shows. */
export interface ReportSummary {
  readonly id: string
  readonly institution: InstitutionId
  readonly issuedAt: Instant
  readonly until: Instant
  readonly matched: number
  readonly open: number
  readonly counts: Readonly<Record<FindingKind, number>>
}

export interface ReportQuestion {
  readonly institution?: string
  readonly differing?: boolean
  readonly before?: string
  readonly limit: number
}

interface Answer {
  readonly items: readonly ReportSummary[]
  readonly next?: string
}

const summary = Joi.object<ReportSummary>({
  id: Joi.string().guid().required(),
  institution: field.institutionId().required(),
  issuedAt: field.instant().required(),
  until: field.instant().required(),
  matched: field.size().required(),
  open: field.size().required(),
  counts: Joi.object(
    Object.fromEntries(findingKinds.map((kind) => [kind, field.size().required()])),
  ).required(),
})
const answer = Joi.object<Answer>({
  items: Joi.array().items(summary).max(200).required(),
  next: Joi.string().max(100),
})

/** Milliseconds until an access log must have begun to answer, and the largest report, which holds two lists. */
const patience = { list: 5000, report: 12_000 }
const largest = 128 * 1024 * 1024

const ask = async ({ url, tokenFile }: AccessLogSite, path: string, milliseconds: number) => {
  const token = (await readFile(tokenFile, 'utf8')).trim()
  return fetch(new URL(path, url), {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(milliseconds),
  })
}

const queryOf = (question: ReportQuestion) =>
  new URLSearchParams(
    Object.entries(question).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )

/** One log's reports, the newest first. @throws Error when it does not answer, or not with that */
const listOf = async (site: AccessLogSite, question: ReportQuestion): Promise<Answer> => {
  const response = await ask(site, `v1/reconciliations?${queryOf(question)}`, patience.list)
  if (!response.ok) throw new Error(`${response.status}`)
  const { error, value } = answer.validate(await response.json(), { convert: false })
  if (error) throw error
  return value as Answer
}

export interface FoundReport extends ReportSummary {
  /** The imaging cloud whose log was compared. */
  readonly log: InstitutionId
}

/** Where a report stands among all: by its time. */
const placeOf = ({ issuedAt, id }: ReportSummary) => `${issuedAt} ${id}`

/** A page of the reports of all logs, the newest first, and which of the logs did not answer. Never throws. */
export const reportsOf = async (sites: readonly AccessLogSite[], question: ReportQuestion) => {
  const asked = await Promise.all(
    sites.map((site) => listOf(site, question).catch((): undefined => undefined)),
  )
  const found = asked.flatMap((each, i): FoundReport[] =>
    (each?.items ?? []).map((item) => ({ ...item, log: sites[i]?.institution ?? item.institution })),
  )
  const rows = found.sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1)).slice(0, question.limit)
  const last = rows.at(-1)
  const more = found.length > rows.length || asked.some((each) => each?.next !== undefined)
  return {
    rows,
    ...(more && last && { next: placeOf(last) }),
    logs: sites.map(({ institution, name }, i) => ({ institution, name, answers: asked[i] !== undefined })),
  }
}

/** As many reports as are asked for at once. */
const page = 200

/**
 * All reports with differences since a day in China.
 * @throws Error naming a log that did not answer: what it has is not known
 */
export const differingSince = async (
  sites: readonly AccessLogSite[],
  since: string,
): Promise<readonly FoundReport[]> => {
  const found: FoundReport[] = []
  for (let before: string | undefined, more = true; more; ) {
    const { rows, next, logs } = await reportsOf(sites, {
      differing: true,
      limit: page,
      ...(before && { before }),
    })
    const silent = logs.find(({ answers }) => !answers)
    if (silent) throw new Error(`${silent.institution}: 调阅日志没有回应 its access log does not answer`)
    const recent = rows.filter(({ issuedAt }) => dayOf(issuedAt) >= since)
    found.push(...recent)
    before = next
    more = next !== undefined && recent.length === rows.length
  }
  return found
}

/** A report's file as it is. @throws Boom 404 when the log has no such report, 502 when it does not answer */
export const reportFile = async (site: AccessLogSite, id: string): Promise<string> => {
  const away = () => badGateway('影像云的调阅日志没有回应 The imaging cloud’s access log does not answer')
  const response = await ask(site, `v1/reconciliations/${id}`, patience.report).catch(() => {
    throw away()
  })
  if (response.status === 404) throw notFound('没有此核对报告 There is no such report')
  if (!response.ok || Number(response.headers.get('content-length') ?? 0) > largest) throw away()
  return response.text().catch(() => {
    throw away()
  })
}
