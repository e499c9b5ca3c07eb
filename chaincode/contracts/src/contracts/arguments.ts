import { field } from '@huren/records'
import type Joi from 'joi'
import { CallError } from '../batch/limits.ts'

/**
 * What a question may be asked with. Whoever has a Fabric identity can have the answer to a question ordered as a
 * transaction, its argument included; so an argument is an id of its shape, or there is no answer.
 */
const shapes = {
  institution: field.institutionId(),
  key: field.keyId(),
  item: field.itemCode(),
  record: field.recordId(),
  statement: field.statementId(),
} as const
type Shapes = typeof shapes
type Id<Name extends keyof Shapes> = Shapes[Name] extends Joi.StringSchema<infer T> ? T : never

const malformed = (detail: string) => new CallError('argument-malformed', detail)
const wrongCount = (expected: string, given: number) =>
  new CallError('argument-count', `expects ${expected}, got ${given}`)

const alone = (given: readonly string[]): string => {
  const [argument, ...rest] = given
  if (argument === undefined || rest.length > 0) throw wrongCount('one argument', given.length)
  return argument
}

/** The one argument of a question. @throws CallError `argument-count`, `argument-malformed` */
export const only = <Name extends keyof Shapes>(name: Name, given: readonly string[]): Id<Name> => {
  const argument = alone(given)
  if (!isShaped(name, argument)) throw malformed(`the argument is not the id of a ${name}`)
  return argument
}

const isShaped = <Name extends keyof Shapes>(name: Name, argument: string): argument is Id<Name> & string =>
  shapes[name].required().validate(argument, { convert: false }).error === undefined

/**
 * The version that a question asks for, when it asks for one.
 * @throws CallError `argument-count`, `argument-malformed`
 */
export const versionAsked = (given: readonly string[]): number | undefined => {
  if (given.length === 0) return undefined
  const argument = alone(given)
  if (!/^[1-9]\d{0,6}$/.test(argument)) throw malformed('the argument is not a version')
  return Number(argument)
}

/** A question that takes no argument. @throws CallError `argument-count` */
export const none = (given: readonly string[]): void => {
  if (given.length > 0) throw wrongCount('no argument', given.length)
}
