import { type StatementDimension, statementDimensions } from '@huren/explorer-model'
import type { Label } from '@huren/records'
import Joi from 'joi'

export type Words = { readonly [D in StatementDimension]?: readonly string[] }

/** How an indicator's course may be drawn; one that is not drawn is a figure alone. */
export const charts = ['line', 'bar'] as const

/** One indicator as data (指标管理, PROV-6): which statements it counts, among which, and how its course is drawn. */
export interface Indicator {
  readonly id: string
  readonly label: Label
  readonly numerator: Words
  /** Absent for a plain count. */
  readonly denominator?: Words
  readonly chart?: (typeof charts)[number]
}

const decisions: Words = { type: ['decision'], result: ['committed'] }

/** A default set, labelled as such: the source says "five recognition indicators" and names none (GAP-1). */
export const defaultIndicators: readonly Indicator[] = [
  {
    id: 'recognition-rate',
    label: { zh: '互认率', en: 'Recognition rate' },
    numerator: { ...decisions, outcome: ['recognised'] },
    denominator: decisions,
    chart: 'line',
  },
  {
    id: 'recognised',
    label: { zh: '互认次数', en: 'Results recognised' },
    numerator: { ...decisions, outcome: ['recognised'] },
    chart: 'bar',
  },
  {
    id: 'refusal-rate',
    label: { zh: '不互认率', en: 'Not recognised' },
    numerator: { ...decisions, outcome: ['not-recognised'] },
    denominator: decisions,
    chart: 'line',
  },
  {
    id: 'blocked-rate',
    label: { zh: '阻断率', en: 'Blocked by the rules' },
    numerator: { ...decisions, outcome: ['blocked'] },
    denominator: decisions,
    chart: 'line',
  },
  {
    id: 'reports',
    label: { zh: '可互认报告数', en: 'Final reports' },
    numerator: { type: ['report'], result: ['committed'], outcome: ['final', 'amended'] },
    chart: 'bar',
  },
]

const words = Joi.object(
  Object.fromEntries(
    statementDimensions.map((name) => [name, Joi.array().items(Joi.string().max(128).allow('')).max(200)]),
  ),
)

/** What may be put in place of the default set; an empty list brings it back. */
export const indicatorsSchema = Joi.array()
  .items(
    Joi.object<Indicator>({
      id: Joi.string()
        .pattern(/^[a-z][a-z0-9-]{1,40}$/)
        .required(),
      label: Joi.object<Label, true>({
        zh: Joi.string().max(40).required(),
        en: Joi.string().max(80).required(),
      }).required(),
      numerator: words.required(),
      denominator: words,
      chart: Joi.valid(...charts),
    }),
  )
  .unique('id')
  .max(40)
  .required()
