import { decodeUtf8, parseStrictJson } from '@huren/records'
import type Joi from 'joi'
import { Problem } from './problem.ts'

const problemOf = (code: 'parameter-invalid' | 'body-invalid', error: Joi.ValidationError): Problem => {
  const [item] = error.details
  return new Problem(code, (item?.message ?? 'is not valid').replaceAll('"', ''), {
    field: item?.path.join('.') ?? '',
  })
}

/** Checks path or query parameters; text becomes numbers where the schema wants them. @throws Problem `parameter-invalid` */
export const checkParameters = <T>(schema: Joi.ObjectSchema<T>, value: unknown): T => {
  const { error, value: checked } = schema.validate(value)
  if (error) throw problemOf('parameter-invalid', error)
  return checked
}

/** Reads a JSON body strictly (RFC 7493) and as it is. @throws Refusal; Problem `body-missing`, `body-invalid` */
export const readBody = <T>(schema: Joi.Schema<T>, body: Uint8Array | null): T => {
  if (!body || body.length === 0) throw new Problem('body-missing', 'this request needs a JSON body')
  const { error, value } = schema.validate(parseStrictJson(decodeUtf8(body)), { convert: false })
  if (error) throw problemOf('body-invalid', error)
  return value
}
