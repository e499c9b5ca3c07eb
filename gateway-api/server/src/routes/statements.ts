import { type Envelope, field, maximumStatements, recordTypes, type StatementId } from '@huren/records'
import Joi from 'joi'
import type { Caller } from '../auth/known-key.ts'
import { mayReadById } from '../auth/rights.ts'
import type { Context } from '../context.ts'
import { headerOf } from '../http/header.ts'
import { Problem, type ProblemCode } from '../http/problem.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { viewOf } from '../reading/statement-view.ts'
import { isFinal, type StatementAnswer } from '../submissions/result.ts'
import { type ListParameters, listQueryOf } from './list.ts'
import { patienceOf } from './prefer.ts'
import { envelope, page, paging, results, statement } from './schemas.ts'

type Body = Envelope | { statements: unknown[] }

const many = Joi.object({ statements: Joi.array().items(Joi.object().unknown()).min(1).required() })
const one = Joi.object({ payloadType: Joi.any().required() }).unknown()
const body = Joi.alternatives<Body>()
  .conditional(Joi.object({ statements: Joi.exist() }).unknown(), { then: many, otherwise: one })
  .meta({ oneOf: [envelope, Joi.object({ statements: Joi.array().items(envelope).min(1).required() })] })

/** A refused envelope that came alone is answered as a problem. */
const problemOf = ({ code, detail, field: name, id }: StatementAnswer): Problem =>
  new Problem(code as ProblemCode, detail ?? '', {
    ...(name !== undefined && { field: name }),
    members: { statement: id },
  })

const submit = ({ submissions }: Context): Route => {
  const keepAll = (caller: Caller, results: readonly StatementAnswer[]) =>
    submissions.keep(
      caller,
      results.flatMap(({ id }) => id ?? []),
    )
  return defineRoute<unknown, unknown, Body>({
    method: 'POST',
    path: '/v1/statements',
    tag: 'statements',
    summary: { zh: '提交已签名的声明（一条或多条）', en: 'Submit signed statements, one or many' },
    access: 'caller',
    body,
    headers: Joi.object({ prefer: Joi.string().description('respond-async, wait=SECONDS (RFC 7240)') }),
    answers: {
      200: { description: { zh: '全部已有最终结果', en: 'All are final' }, schema: results },
      202: {
        description: { zh: '已落盘并承诺，结果见 Location', en: 'On the disk and promised' },
        schema: results,
      },
    },
    handle: async ({ body, caller, request, h }) => {
      const envelopes = 'statements' in body ? body.statements : [body]
      if (envelopes.length > maximumStatements)
        throw new Problem('too-many-statements', `at most ${maximumStatements} in one request`, {
          field: 'statements',
        })
      const patience = patienceOf(headerOf(request, 'prefer'))
      const answers = await submissions.answers(await submissions.accept(caller, envelopes), patience)
      const { results } = answers
      const [first] = results
      const alone = !('statements' in body)
      if (alone && first?.stage === 'refused') throw problemOf(first)
      if (results.every(isFinal)) return answers
      const location = alone
        ? `/v1/statements/${first?.id}`
        : `/v1/submissions/${await keepAll(caller, results)}`
      return h.response(answers).code(202).location(location)
    },
  })
}

const read = ({ buckets, queue, submissions }: Context): Route =>
  defineRoute<{ id: StatementId }>({
    method: 'GET',
    path: '/v1/statements/{id}',
    tag: 'statements',
    summary: { zh: '查询一条声明及其阶段', en: 'A statement and its stage' },
    access: 'caller',
    params: Joi.object({ id: field.statementId().required() }),
    answers: { 200: { description: { zh: '声明', en: 'The statement' }, schema: statement } },
    handle: async ({ params: { id }, caller }) => {
      const row = await buckets.statements.get(id)
      if (row && mayReadById(caller, row)) return viewOf(row)
      const waiting =
        queue.find(id)?.row ??
        (await buckets.dead.get(id)) ??
        (await buckets.refused.get(id)) ??
        (await buckets.discarded.get(id))
      const own = waiting && (caller.role === 'central' || waiting.submitter === caller.name)
      if (!row && own) {
        const promises = await submissions.promised([id])
        return {
          envelope: envelopeIn(waiting),
          ...(await submissions.stand(id)),
          ...(promises.length > 0 && { promises }),
        }
      }
      if (row) throw new Problem('forbidden', 'this statement does not concern you')
      throw new Problem('not-found', 'there is no such statement, or it is not yours')
    },
  })

const envelopeIn = (row: object) =>
  'text' in row && typeof row.text === 'string' ? JSON.parse(row.text) : undefined

const list = ({ reader }: Context): Route =>
  defineRoute<unknown, ListParameters>({
    method: 'GET',
    path: '/v1/statements',
    tag: 'statements',
    summary: { zh: '按类型和索引字段查询声明', en: 'Statements by type and indexed fields' },
    access: 'caller',
    query: Joi.object<ListParameters>({
      ...paging,
      type: Joi.string().valid(...recordTypes.map(({ name }) => name)),
    }).pattern(/^[a-z]+$/i, Joi.string().pattern(/^[\w-]{1,64}$/, 'value')),
    answers: { 200: { description: { zh: '一页声明', en: 'A page of statements' }, schema: page } },
    handle: ({ query, caller }) => reader.list(caller, listQueryOf(query)),
  })

const submission = ({ buckets, submissions }: Context): Route =>
  defineRoute<{ id: string }>({
    method: 'GET',
    path: '/v1/submissions/{id}',
    tag: 'statements',
    summary: { zh: '查询一次批量提交的结果', en: 'The results of a list' },
    access: 'caller',
    params: Joi.object({ id: field.recordId().required() }),
    answers: { 200: { description: { zh: '各条结果', en: 'Results' }, schema: results } },
    handle: async ({ params: { id }, caller }) => {
      const row = await buckets.submissions.get(id)
      if (!row || row.submitter !== caller.name)
        throw new Problem('not-found', 'there is no such list of yours')
      const promises = await submissions.promised(row.ids)
      return { results: await Promise.all(row.ids.map((one) => submissions.stand(one))), promises }
    },
  })

export const statementRoutes = (context: Context): Route[] => [
  submit(context),
  list(context),
  read(context),
  submission(context),
]
