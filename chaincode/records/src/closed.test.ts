import Joi from 'joi'
import { test } from 'tap'
import { accessErasure, accessEvent } from './access-event.ts'
import { promise } from './promise.ts'
import { recordTypes } from './types/index.ts'

/** What a text may be: nothing that grows with what somebody wants to write. */
const closedPatterns = new Set([
  '/^[0-9a-f]{64}$/',
  '/^04[0-9a-f]{128}$/',
  '/^[A-Z]{2}-\\d{4}-\\d{5}$/',
  '/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/',
  '/^[LE]\\d{5}$/',
  '/^NR\\d{2}$/',
  '/^\\d{4}$/',
  '/^20\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$/',
])

interface Rule {
  name: string
  args?: { regex?: string; limit?: unknown }
}
const limits = ({ rules = [] }: Joi.Description, name: string): number[] =>
  rules.flatMap((rule: Rule) => {
    const limit = rule.name === name ? rule.args?.limit : undefined
    return typeof limit === 'number' ? [limit] : []
  })
const hasRule = ({ rules = [] }: Joi.Description, name: string) =>
  rules.some((rule: Rule) => rule.name === name)
const isWord = (word: unknown) => typeof word === 'string' && /^[A-Za-z0-9-]{1,24}$/.test(word)

/** The paths of the fields of which it does not show that they are closed. */
const open = (schema: Joi.Description, path: string): string[] => {
  const { type, flags = {}, allow = [], rules = [], items = [], keys = {} } = schema
  const is = (closed: boolean) => (closed ? [] : [path])
  switch (type) {
    case 'object':
      return [
        ...is(schema.keys && !schema.patterns && !Object(flags).unknown),
        ...Object.entries<Joi.Description>(keys).flatMap(([name, member]) =>
          open(member, path ? `${path}.${name}` : name),
        ),
      ]
    case 'array':
      return [
        ...is(items.length === 1 && (limits(schema, 'max').length > 0 || hasRule(schema, 'unique'))),
        ...items.flatMap((item: Joi.Description) => open(item, `${path}.0`)),
      ]
    case 'string':
      if (Object(flags).only) return is(allow.length > 0 && allow.every(isWord))
      return is(rules.some(({ args }: Rule) => closedPatterns.has(args?.regex ?? '')))
    case 'number': {
      const [least, most] = [limits(schema, 'min').at(-1), limits(schema, 'max').at(-1)]
      return is(hasRule(schema, 'integer') && least !== undefined && most !== undefined && most <= 1e9)
    }
    default:
      return is(type === 'boolean')
  }
}

for (const { name, schema } of [...recordTypes, promise, accessEvent, accessErasure])
  test(`GAP-5: every field of a ${name} is closed`, async (t) => {
    t.same(open(schema.describe(), ''), [])
  })

test('GAP-5: an open field would be found', async (t) => {
  const [report] = recordTypes.filter(({ name }) => name === 'report')
  for (const field of [
    Joi.any(),
    Joi.string(),
    Joi.string().max(20),
    Joi.string().pattern(/^\w+$/),
    Joi.string().valid('病情变化', 'other'),
    Joi.number(),
    Joi.number().integer().min(0).max(1e11),
    Joi.array().max(9).items(Joi.string()),
    Joi.array().items(Joi.string().pattern(/^\d{4}$/)),
    Joi.object({ note: Joi.string() }),
    Joi.object(),
    Joi.object({}).unknown(),
    Joi.object().pattern(/^x/, Joi.boolean()),
  ])
    t.match(open(report!.schema.append({ remark: field }).describe(), '')[0], /^remark/)
})

test('GAP-5: every field stands in a valid vector, so that the tests with personal data reach it', async (t) => {
  for (const { name, fields, valid } of recordTypes)
    for (const field of Object.keys(fields))
      t.ok(
        valid.some(({ payload }) => field in payload),
        `${name}.${field}`,
      )
})
