import { jsonSchemaOf, promise, recordTypes } from '@huren/records'
import type Joi from 'joi'
import manifest from '../../package.json' with { type: 'json' }
import { problemCodes } from '../http/problem.ts'
import type { Access, Answer, Route } from '../http/route.ts'

type Json = Record<string, unknown>

const alternativesOf = (schema: Joi.Schema): Joi.Schema[] => {
  const metas: { oneOf?: Joi.Schema[] }[] = schema.$_terms.metas
  return metas.flatMap(({ oneOf = [] }) => oneOf)
}

/** JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. A schema's meta may name the alternatives it stands for. */
const schemaOf = (schema: Joi.Schema): Json => {
  const alternatives = alternativesOf(schema)
  if (alternatives.length > 0) return { oneOf: alternatives.map(schemaOf) }
  return schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
}

const parametersIn = (place: 'path' | 'query' | 'header', schema: Joi.ObjectSchema | undefined): Json[] => {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema) as { properties?: Json; required?: string[] }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}

const problem = { $ref: '#/components/schemas/Problem' }
const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problem } },
})

const answerOf = ({ description, schema, type }: Answer): Json => ({
  description: `${description.zh} ${description.en}`,
  ...((schema || type) && {
    content: { [type ?? 'application/json']: { schema: schema ? schemaOf(schema) : { type: 'string' } } },
  }),
})

const security: Readonly<Record<Access, readonly Json[]>> = {
  public: [],
  caller: [{ signature: [] }, { token: [] }],
  institution: [{ signature: [] }, { token: [] }],
  central: [{ signature: [] }, { token: [] }],
}

const operationOf = ({ tag, summary, access, answers, schemas }: Route): Json => ({
  tags: [tag],
  summary: `${summary.zh} ${summary.en}`,
  security: security[access],
  parameters: [
    ...parametersIn('path', schemas.params),
    ...parametersIn('query', schemas.query),
    ...parametersIn('header', schemas.headers),
  ],
  ...(schemas.body && {
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(schemas.body) } } },
  }),
  responses: {
    ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, answerOf(answer)])),
    default: problemAnswer('问题详情 Problem details (RFC 9457)'),
  },
})

const problemSchema = {
  type: 'object',
  description: 'Problem details (RFC 9457); `code` is stable',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: [...problemCodes] },
    detail: { type: 'string' },
    field: { type: 'string', description: 'dots for nesting' },
    instance: { type: 'string' },
  },
}

/** The payloads of the record model, for those who build statements. */
const payloads = () =>
  Object.fromEntries([...recordTypes, promise].map((type) => [`payload.${type.name}`, jsonSchemaOf(type)]))

const securitySchemes = {
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'Signature',
    description:
      'HTTP Message Signatures (RFC 9421) by a registered key: ecdsa-p256-sha256 or sm2-sm3, with Signature-Input and, for a body, Content-Digest (RFC 9530)',
  },
  token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'from POST /v1/tokens' },
}

/** The OpenAPI 3.1 description, made of the routes and the record model: it cannot say what they do not do. */
export const openapiOf = (routes: readonly Route[]): Json => {
  const paths: Record<string, Json> = {}
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) }
  return {
    openapi: '3.1.0',
    info: {
      title: '互认网关 Huren gateway',
      version: manifest.version,
      description:
        '提交已签名的声明，查询记录、交易和区块。 Submit signed statements; read records, transactions, blocks.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: { Problem: problemSchema, ...payloads() }, securitySchemes },
  }
}
