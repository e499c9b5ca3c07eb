import { type Envelope, type Label, parseEnvelope } from '@huren/records'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { Problem } from '../http/problem.ts'
import { type Answer, defineRoute, type Route } from '../http/route.ts'
import type { ToSign } from '../ledger/offline.ts'
import { answer, base64, envelope } from './schemas.ts'

const encoded = ({ bytes, digest }: ToSign) => ({
  bytes: Buffer.from(bytes).toString('base64'),
  digest: Buffer.from(digest).toString('base64'),
})
const toSign = {
  bytes: base64().required().description('send back as they are'),
  digest: base64().required().description('SHA-256; sign it with ECDSA P-256, DER, low s'),
}

interface Signed {
  readonly bytes: string
  readonly signature: string
}
const signed = Joi.object<Signed, true>({
  bytes: base64().required(),
  signature: base64().required(),
})
const decoded = ({ bytes, signature }: Signed) =>
  [Buffer.from(bytes, 'base64'), Buffer.from(signature, 'base64')] as const

interface Proposing {
  readonly mspId: string
  readonly certificate: string
  readonly statements: readonly Envelope[]
}

const propose = ({ offline }: Context): Route =>
  defineRoute<unknown, unknown, Proposing>({
    method: 'POST',
    path: '/v1/offline/proposal',
    tag: 'offline signing',
    summary: { zh: '离线签名第一步：生成提案', en: 'Offline signing 1: the proposal' },
    access: 'institution',
    body: Joi.object<Proposing>({
      mspId: Joi.string().max(100).required(),
      certificate: Joi.string().max(10_000).required().description('PEM'),
      statements: Joi.array()
        .items(envelope)
        .min(1)
        .max(500)
        .required()
        .description('of one contract family'),
    }),
    answers: {
      200: {
        description: { zh: '待签提案', en: 'The proposal to sign' },
        schema: Joi.object({ transaction: Joi.string().required(), ...toSign }),
      },
    },
    handle: ({ body }) => {
      const statements = body.statements.map((one) => parseEnvelope(JSON.stringify(one)))
      const families = [...new Set(statements.map(({ type }) => type.family))]
      const [family] = families
      if (!family || families.length > 1)
        throw new Problem('body-invalid', `one transaction is for one contract, not ${families.join(', ')}`, {
          field: 'statements',
        })
      const identity = { mspId: body.mspId, credentials: Buffer.from(body.certificate) }
      const proposal = offline.propose(
        identity,
        family,
        statements.map(({ text }) => text),
      )
      return { transaction: proposal.transaction, ...encoded(proposal) }
    },
  })

interface Step {
  readonly name: 'endorse' | 'submit' | 'status'
  readonly summary: Label
  readonly answer: Answer
  readonly status?: number
  readonly carry: (context: Context, bytes: Uint8Array, signature: Uint8Array) => Promise<object>
}

/** Milliseconds that an answer waits for the index, so that what it tells of can be read here at once. */
const patience = 5000

const indexed = async ({ projection }: Context, block: number): Promise<void> => {
  const until = Date.now() + patience
  while (projection.height <= block && Date.now() < until)
    await projection.advanced(projection.height, until - Date.now())
}

/** The steps that carry bytes which the hospital has signed. */
const steps: readonly Step[] = [
  {
    name: 'endorse',
    summary: { zh: '离线签名第二步：背书', en: 'Offline signing 2: endorsement' },
    answer: {
      description: { zh: '待签交易与合约结果', en: 'The transaction to sign, and the contract’s results' },
      schema: Joi.object({ ...toSign, results: Joi.array().items(answer).required() }),
    },
    carry: async ({ offline }, bytes, signature) => {
      const { results, ...next } = await offline.endorse(bytes, signature)
      return { ...encoded(next), results }
    },
  },
  {
    name: 'submit',
    summary: { zh: '离线签名第三步：提交排序', en: 'Offline signing 3: to the orderers' },
    answer: {
      description: { zh: '待签的结果查询', en: 'The commit request to sign' },
      schema: Joi.object({ transaction: Joi.string().required(), ...toSign }),
    },
    status: 202,
    carry: async ({ offline }, bytes, signature) => {
      const { transaction, ...next } = await offline.submit(bytes, signature)
      return { transaction, ...encoded(next) }
    },
  },
  {
    name: 'status',
    summary: { zh: '离线签名第四步：查询结果', en: 'Offline signing 4: the outcome' },
    answer: {
      description: { zh: '交易结果', en: 'The outcome' },
      schema: Joi.object({
        transaction: Joi.string().required(),
        validation: Joi.string().required().description('VALID, or why not'),
        block: Joi.number().integer().required(),
      }),
    },
    carry: async (context, bytes, signature) => {
      const outcome = await context.offline.status(bytes, signature)
      await indexed(context, outcome.block)
      return outcome
    },
  },
]

const routeOf = (context: Context, { name, summary, answer, status = 200, carry }: Step): Route =>
  defineRoute<unknown, unknown, Signed>({
    method: 'POST',
    path: `/v1/offline/${name}`,
    tag: 'offline signing',
    summary,
    access: 'institution',
    body: signed,
    answers: { [status]: answer },
    handle: async ({ body, h }) => h.response(await carry(context, ...decoded(body))).code(status),
  })

/** Every step carries bytes that the hospital signs on its own machine with its own Fabric identity. */
export const offlineRoutes = (context: Context): Route[] => [
  propose(context),
  ...steps.map((step) => routeOf(context, step)),
]
