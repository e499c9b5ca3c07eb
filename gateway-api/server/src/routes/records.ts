import { field, type Label, type RecordId, type StatementId } from '@huren/records'
import Joi from 'joi'
import { mayReadById } from '../auth/rights.ts'
import type { Context } from '../context.ts'
import { Problem } from '../http/problem.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { viewOf } from '../reading/statement-view.ts'
import { listRoute } from './list.ts'
import { statement } from './schemas.ts'

/** A kind of record: where its state is asked for, and how the statements about it are found. */
interface RecordKind {
  readonly name: string
  /** Query of the contract that answers with the record's state. */
  readonly query: string
  /** Statement types about it, by the field that names it. */
  readonly about: readonly (readonly [type: string, field: string])[]
  readonly label: Label
}

const kinds = {
  reports: {
    name: 'report',
    query: 'Report:get',
    about: [
      ['report', 'report'],
      ['quality-mark', 'report'],
    ],
    label: { zh: '报告', en: 'report' },
  },
  decisions: {
    name: 'decision',
    query: 'Recognition:get',
    about: [],
    label: { zh: '互认决定', en: 'decision' },
  },
  consents: {
    name: 'consent',
    query: 'Consent:get',
    about: [
      ['consent', 'consent'],
      ['consent-revocation', 'consent'],
      ['consent-erasure', 'consent'],
    ],
    label: { zh: '患者授权', en: 'consent' },
  },
  accesses: { name: 'access', query: 'Consent:access', about: [], label: { zh: '报告调阅', en: 'access' } },
  'emergency-accesses': {
    name: 'emergency-access',
    query: 'Consent:emergency',
    about: [
      ['emergency-access', 'emergency'],
      ['emergency-review', 'emergency'],
    ],
    label: { zh: '紧急调阅', en: 'emergency access' },
  },
  'access-logs': {
    name: 'access-log-checkpoint',
    query: 'AccessLog:get',
    about: [['access-log-checkpoint', 'log']],
    label: { zh: '调阅日志', en: 'access log' },
  },
  referrals: {
    name: 'referral',
    query: 'Referral:get',
    about: [['referral', 'referral']],
    label: { zh: '双向转诊', en: 'referral' },
  },
} as const satisfies Record<string, RecordKind>

const record = Joi.object({
  id: field.recordId().required(),
  state: Joi.object().unknown().required().description('the contract’s state of the record'),
  statements: Joi.array().items(statement).required(),
})

/** Where nothing else leads to the statements, the record's state names its one statement. */
const statementIn = (state: object): StatementId[] =>
  'statement' in state && typeof state.statement === 'string' ? [state.statement as StatementId] : []

const readRoute = ({ ledger, reader }: Context, path: string, kind: RecordKind): Route =>
  defineRoute<{ id: RecordId }>({
    method: 'GET',
    path: `/v1/${path}/{id}`,
    tag: path,
    summary: {
      zh: `查询一条${kind.label.zh}：链上状态及其声明`,
      en: `One ${kind.label.en}: its state and statements`,
    },
    access: 'caller',
    params: Joi.object({ id: field.recordId().required() }),
    answers: { 200: { description: kind.label, schema: record } },
    handle: async ({ params: { id }, caller }) => {
      const state = await ledger.query(kind.query, id)
      if (typeof state !== 'object' || state === null)
        throw new Problem('not-found', `there is no such ${kind.label.en}`)
      const found = await Promise.all(kind.about.map(([type, name]) => reader.about(type, name, id)))
      const rows = kind.about.length > 0 ? found.flat() : await reader.rows(statementIn(state))
      const visible = rows.filter((row) => mayReadById(caller, row))
      if (visible.length === 0) throw new Problem('forbidden', `this ${kind.label.en} does not concern you`)
      const ordered = visible.toSorted((a, b) => (a.position < b.position ? -1 : 1))
      return { id, state, statements: ordered.map(viewOf) }
    },
  })

/** Reports, decisions, consents, accesses, access logs, referrals: read alike. */
export const recordRoutes = (context: Context): Route[] =>
  Object.entries(kinds).flatMap(([path, kind]) => [
    listRoute(context, `/v1/${path}`, path, kind.name, {
      zh: `${kind.label.zh}列表`,
      en: `Statements: ${kind.label.en}`,
    }),
    readRoute(context, path, kind),
  ])
