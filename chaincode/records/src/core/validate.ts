import type Joi from 'joi'
import { Refusal, type RefusalCode } from './refusal.ts'

const strictly: Joi.ValidationOptions = {
  convert: false,
  abortEarly: true,
  allowUnknown: false,
  errors: { render: false },
}

/**
 * What was wrong, for a person. It repeats nothing of what was sent, neither a value nor an unknown name: refusals are
 * logged and kept, and what was sent may have been a person's name.
 */
const sentences: Record<string, (context: Joi.Context) => string> = {
  'any.required': () => 'is required',
  'any.unknown': () => 'must be absent here',
  'any.only': ({ valids }) => `must be one of ${(valids ?? []).join(', ')}`,
  'any.invalid': () => 'must differ from the field that it is paired with',
  'string.base': () => 'must be a string',
  'string.empty': () => 'must not be empty',
  'string.pattern.name': ({ name }) => `is not a valid ${name}`,
  'number.base': () => 'must be a number',
  'number.unsafe': () => 'must be a safe integer',
  'number.integer': () => 'must be a whole number',
  'number.infinity': () => 'must be a number',
  'number.min': ({ limit }) => `must be at least ${limit}`,
  'number.max': ({ limit }) => `must be at most ${limit}`,
  'number.greater': () => 'must be greater than the field that it is paired with',
  'boolean.base': () => 'must be true or false',
  'array.base': () => 'must be an array',
  'array.min': ({ limit }) => `must have at least ${limit} elements`,
  'array.max': ({ limit }) => `must have at most ${limit} elements`,
  'array.length': ({ limit }) => `must have exactly ${limit} elements`,
  'array.unique': () => 'must not repeat an element',
  'object.base': () => 'must be an object',
  'object.missing': () => 'or its alternative is required',
  'object.xor': () => 'excludes its alternative',
  'date.base': () => 'must be a date that the calendar has',
  'instant.later': ({ sibling }) => `must be later than ${sibling}`,
  'instant.notLater': ({ sibling }) => `must not be later than ${sibling}`,
}

const listOfKeys = (schema: Joi.Schema): string => Object.keys(schema.describe().keys ?? {}).join(', ')

const refusalOf = (schema: Joi.Schema, item: Joi.ValidationErrorItem, code: RefusalCode): Refusal => {
  if (item.type === 'object.unknown')
    return new Refusal(code, `there is an unknown field; the fields are ${listOfKeys(schema)}`, '')
  const path = item.path.length === 0 ? [...(item.context?.peers ?? [])].slice(0, 1) : item.path
  const field = path.join('.')
  const sentence = sentences[item.type]?.(item.context ?? {}) ?? 'is not valid'
  return new Refusal(code, `${field || 'the payload'} ${sentence}`, field)
}

/**
 * Checks a parsed value against its schema, without converting anything.
 * @throws Refusal with `code`, the field that is wrong (dots for nesting; empty for the whole or an unknown field)
 */
export function validate<T>(
  schema: Joi.ObjectSchema<T>,
  value: unknown,
  code: RefusalCode = 'payload-invalid',
): asserts value is T {
  const item = schema.validate(value, strictly).error?.details[0]
  if (item) throw refusalOf(schema, item, code)
}
