import type { Filter } from '@huren/explorer-index'
import { type StatementDimension, statementDimensions } from '@huren/explorer-model'
import Joi from 'joi'
import type { Words } from './indicators/indicators.ts'
import { isDay, type Period } from './period.ts'

const words = Joi.array().items(Joi.string().max(128).allow('')).single().max(200)
/** A day in China that there is, such as `2026-11-21`. */
export const day = Joi.string().custom((text: string) => {
  if (!isDay(text)) throw new RangeError('no such day')
  return text
})
/** A period's last day: not before its first one, `from`. */
export const lastDay = day.custom((to: string, { state }) => {
  const { from }: { from?: unknown } = Object(state.ancestors[0])
  if (typeof from === 'string' && to < from) throw new RangeError('ends before it begins')
  return to
})

/** Query parameters that filter statements: a dimension may be given several times; `from` and `to` are days. */
export const filterQuery = {
  ...Object.fromEntries(statementDimensions.map((name) => [name, words])),
  from: day,
  to: lastDay,
}
export type FilterQuery = { readonly [D in StatementDimension]?: readonly string[] } & Partial<Period>

/** Both filters must hold. */
const both = (a: Words[StatementDimension], b: Words[StatementDimension]) =>
  a && b ? a.filter((word) => b.includes(word)) : (a ?? b)

/** Those that the query asks for, that `also` accepts, and that the person may read. */
export const filterOf = (query: FilterQuery, also: Words = {}, scope: Words = {}) => {
  const filter: { [D in StatementDimension]?: (word: string) => boolean } = {}
  for (const name of statementDimensions) {
    const accepted = both(both(query[name], also[name]), scope[name])
    if (accepted) filter[name] = (word) => accepted.includes(word)
  }
  const { from, to } = query
  const days = both(both(query.day, also.day), scope.day)
  if (from || to || days)
    filter.day = (word) => (from ?? '') <= word && word <= (to ?? '9999') && (!days || days.includes(word))
  return filter satisfies Filter<StatementDimension>
}
