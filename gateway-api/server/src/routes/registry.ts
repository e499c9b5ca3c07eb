import { field, parseEnvelope } from '@huren/records'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { Problem } from '../http/problem.ts'
import { type Access, defineRoute, type Route } from '../http/route.ts'

const state = Joi.object().unknown().description('current: the version in force; versions: all of them')

/** A question to the Registry contract, answered as it answers. */
const question = (
  { ledger }: Context,
  { path, query, access, zh, en }: { path: string; query: string; access: Access; zh: string; en: string },
  name?: string,
  schema?: Joi.StringSchema | Joi.NumberSchema,
): Route =>
  defineRoute<Record<string, string>>({
    method: 'GET',
    path,
    tag: 'registry',
    summary: { zh, en },
    access,
    ...(name && schema && { params: Joi.object({ [name]: schema.required() }) }),
    answers: { 200: { description: { zh, en }, schema: state } },
    handle: async ({ params }) => {
      const found = await ledger.query(query, ...(name ? [String(params[name])] : []))
      if (found === null) throw new Problem('not-found', 'the registry has no such entry')
      return found
    },
  })

/** The catalogue: each item with the newest of its versions whose time has come, or else the first to come. */
const items = ({ buckets }: Context): Route =>
  defineRoute({
    method: 'GET',
    path: '/v1/items',
    tag: 'registry',
    summary: { zh: '互认项目目录', en: 'The catalogue of items' },
    access: 'public',
    answers: {
      200: {
        description: { zh: '目录', en: 'The catalogue' },
        schema: Joi.object({ items: Joi.array().items(Joi.object().unknown()).required() }),
      },
    },
    handle: async () => {
      const ids = await buckets.byType.values({ gt: 'catalogue-item/', lt: 'catalogue-item0' }).all()
      const rows = await buckets.statements.getMany(ids)
      const inForce = new Map<unknown, object>()
      for (const row of rows) {
        if (!row) continue
        const { payload } = parseEnvelope(row.text)
        const begun = Date.parse(String(payload.effectiveFrom)) <= Date.now()
        if (begun || !inForce.has(payload.item)) inForce.set(payload.item, { ...payload, statement: row.id })
      }
      return { items: [...inForce.values()] }
    },
  })

const institutions = ({ ledger }: Context): Route =>
  defineRoute({
    method: 'GET',
    path: '/v1/institutions',
    tag: 'registry',
    summary: { zh: '机构登记', en: 'All institutions' },
    access: 'caller',
    answers: {
      200: {
        description: { zh: '机构', en: 'Institutions' },
        schema: Joi.object({ items: Joi.array().items(Joi.object().unknown()).required() }),
      },
    },
    handle: async () => ({ items: await ledger.query('Registry:institutions') }),
  })

/** A key is shown to everybody who is known; whose patient it is, nobody sees from it. */
const key = (context: Context) =>
  question(
    context,
    {
      path: '/v1/keys/{id}',
      query: 'Registry:key',
      access: 'caller',
      zh: '签名密钥',
      en: 'A registered key',
    },
    'id',
    field.keyId(),
  )

export const registryRoutes = (context: Context): Route[] => [
  institutions(context),
  question(
    context,
    {
      path: '/v1/institutions/{id}',
      query: 'Registry:institution',
      access: 'caller',
      zh: '一家机构',
      en: 'One institution',
    },
    'id',
    field.institutionId(),
  ),
  key(context),
  items(context),
  question(
    context,
    {
      path: '/v1/items/{item}',
      query: 'Registry:item',
      access: 'public',
      zh: '一个互认项目',
      en: 'One item',
    },
    'item',
    field.itemCode(),
  ),
  question(context, {
    path: '/v1/rules',
    query: 'Registry:rule',
    access: 'public',
    zh: '现行互认规则',
    en: 'The recognition rule in force',
  }),
  question(
    context,
    {
      path: '/v1/rules/{version}',
      query: 'Registry:rule',
      access: 'public',
      zh: '互认规则的一个版本',
      en: 'A version of the recognition rule',
    },
    'version',
    field.version(),
  ),
  question(context, {
    path: '/v1/reasons',
    query: 'Registry:reasons',
    access: 'public',
    zh: '现行不互认理由字典',
    en: 'The dictionary of reasons in force (EXCH-20)',
  }),
  question(
    context,
    {
      path: '/v1/reasons/{version}',
      query: 'Registry:reasons',
      access: 'public',
      zh: '不互认理由字典的一个版本',
      en: 'A version of the dictionary of reasons',
    },
    'version',
    field.version(),
  ),
]
