import { type Label, type RecordType, recordTypeNamed } from '@huren/records'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { Problem } from '../http/problem.ts'
import { defineRoute } from '../http/route.ts'
import type { ListQuery } from '../reading/reader.ts'
import { page, paging } from './schemas.ts'

export type ListParameters = Pick<ListQuery, 'limit' | 'cursor' | 'order'> & {
  readonly type?: string
  readonly [field: string]: unknown
}

/** The record type of a name that this code knows to exist. */
const typeNamed = (name: string): RecordType => {
  const type = recordTypeNamed(name)
  if (!type) throw new RangeError(`there is no record type ${name}`)
  return type
}

/** @throws Problem `parameter-invalid` for a field that is not indexed */
export const listQueryOf = (parameters: ListParameters): ListQuery => {
  const { limit, cursor, order, type, ...rest } = parameters
  const indexed = type === undefined ? [] : typeNamed(type).indexed
  const stranger = Object.keys(rest).find((name) => !indexed.includes(name))
  if (stranger !== undefined)
    throw new Problem(
      'parameter-invalid',
      `statements are found by type and ${indexed.join(', ') || 'nothing else'}`,
      {
        field: stranger,
      },
    )
  const fields = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]))
  return {
    limit,
    order,
    fields,
    ...(cursor !== undefined && { cursor }),
    ...(type !== undefined && { type }),
  }
}

const indexedFields = ({ indexed, fields }: RecordType) =>
  Object.fromEntries(
    indexed.map((name) => [
      name,
      Joi.string()
        .pattern(/^[\w-]{1,64}$/, 'value')
        .description(`${fields[name]?.zh} ${fields[name]?.en}`),
    ]),
  )

/** The statements of one type that the caller may see, by its indexed fields. */
export const listRoute = (
  { reader }: Context,
  path: string,
  tag: string,
  typeName: string,
  summary: Label,
) => {
  const type = typeNamed(typeName)
  return defineRoute<unknown, ListParameters>({
    method: 'GET',
    path,
    tag,
    summary,
    access: 'caller',
    query: Joi.object({ ...paging, ...indexedFields(type) }),
    answers: { 200: { description: { zh: '一页声明', en: 'A page of statements' }, schema: page } },
    handle: ({ query, caller }) => reader.list(caller, listQueryOf({ ...query, type: typeName })),
  })
}
