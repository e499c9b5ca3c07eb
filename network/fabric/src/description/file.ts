import { readFileSync, writeFileSync } from 'node:fs'
import type Joi from 'joi'
import { parse, stringify } from 'yaml'
import { NetworkProblem } from '../problem.ts'
import type { Consortium, OrdererNode, Organisation } from './consortium.ts'
import { ordererSchema, organisationSchema } from './schema.ts'
import { validateConsortium } from './validate.ts'

const parsed = (path: string): unknown => {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new NetworkProblem(
      'description-invalid',
      `无法读取 ${path}：${reason}`,
      `${path} cannot be read: ${reason}`,
      {
        cause,
      },
    )
  }
}

/**
 * Reads a description from a YAML or JSON file (JSON is YAML 1.2).
 * @throws NetworkProblem `description-invalid`
 */
export const readConsortium = (path: string): Consortium => validateConsortium(parsed(path))

export const writeConsortium = (path: string, consortium: Consortium) =>
  writeFileSync(path, stringify(validateConsortium(consortium), { aliasDuplicateObjects: false }))

/** Reads one part of a description from a YAML or JSON file. */
const readPart = <T>(path: string, schema: Joi.ObjectSchema<T>): T => {
  const { error, value } = schema.validate(parsed(path), { convert: false })
  if (!error) return value
  throw new NetworkProblem(
    'description-invalid',
    `${path} 无效：${error.message}`,
    `${path} is invalid: ${error.message}`,
  )
}

/**
 * Reads one organisation: what a city says of itself.
 * @throws NetworkProblem `description-invalid`
 */
export const readOrganisation = (path: string): Organisation => readPart(path, organisationSchema)

/**
 * Reads one orderer: one that is to join.
 * @throws NetworkProblem `description-invalid`
 */
export const readOrderer = (path: string): OrdererNode => readPart(path, ordererSchema)
