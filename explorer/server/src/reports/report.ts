import { type StatementDimension, statementDimensions } from '@huren/explorer-model'
import Joi from 'joi'
import { day, lastDay } from '../filter.ts'
import type { Words } from '../indicators/indicators.ts'

export const orders = ['words', 'largest'] as const
/** More rows than this are not in any report. */
export const mostRows = 10_000

export const formats = ['csv', 'xlsx', 'pdf'] as const
export type Format = (typeof formats)[number]

/** What a report shows: which measures, by what, of which statements, over which period. */
export interface ReportDefinition {
  readonly name: string
  /** Ids of indicators, or `count` for the number of statements. */
  readonly measures: readonly string[]
  readonly by: readonly StatementDimension[]
  readonly filter: Words
  /** So many days until today, or fixed days, `2026-11-21`, both included. */
  readonly period: { readonly days: number } | { readonly from: string; readonly to: string }
  /** Rows in the order of their words, or the largest of the first measure first. */
  readonly order?: (typeof orders)[number]
  /** The first so many rows; ten thousand unless told. */
  readonly rows?: number
}

/** Made again and kept, at a time of day in China. */
export interface Schedule {
  readonly every: 'day' | 'week' | 'month'
  /** `08:00` */
  readonly at: string
  readonly format: Format
}

/** A self-defined report (自定义报表, PROV-10). */
export interface Report extends ReportDefinition {
  readonly id: string
  readonly owner: string
  readonly changed: string
  readonly schedule?: Schedule
}

const words = Joi.array().items(Joi.string().max(128).allow('')).max(200)

const definitionSchema = {
  name: Joi.string().trim().min(1).max(80).required(),
  measures: Joi.array().items(Joi.string().max(64)).min(1).max(12).unique().required(),
  by: Joi.array()
    .items(Joi.valid(...statementDimensions))
    .min(1)
    .max(3)
    .unique()
    .required(),
  filter: Joi.object(Object.fromEntries(statementDimensions.map((name) => [name, words]))).required(),
  period: Joi.alternatives(
    Joi.object({ days: Joi.number().integer().min(1).max(3660).required() }),
    Joi.object({ from: day.required(), to: lastDay.required() }),
  ).required(),
  order: Joi.valid(...orders),
  rows: Joi.number().integer().min(1).max(mostRows),
}

export const reportSchema = Joi.object({
  ...definitionSchema,
  schedule: Joi.object<Schedule>({
    every: Joi.valid('day', 'week', 'month').required(),
    at: Joi.string()
      .pattern(/^([01]\d|2[0-3]):[0-5]\d$/)
      .required(),
    format: Joi.valid(...formats).required(),
  }),
})
