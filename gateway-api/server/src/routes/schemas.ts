import { algorithms, type Envelope, field } from '@huren/records'
import Joi from 'joi'

/** Shapes of requests and answers that several routes share. */
export const envelope = Joi.object<Envelope>({
  payloadType: Joi.string().required(),
  payload: Joi.string().required(),
  signatures: Joi.array()
    .items(Joi.object({ keyid: field.keyId().required(), sig: Joi.string().required() }))
    .required(),
})

/** The gateway's word for what it accepted and is not final. */
const promises = Joi.array().items(envelope).description('DSSE, payload.promise')

export const statement = Joi.object({
  id: field.statementId().required(),
  type: Joi.string().required(),
  stage: Joi.string().valid('queued', 'committed', 'refused', 'dead').required(),
  payload: Joi.object(),
  envelope,
  transaction: field.digest(),
  block: Joi.number().integer(),
  position: Joi.string(),
  committedAt: Joi.string(),
  promises,
})

export const answer = Joi.object({
  id: field.statementId().allow(null).required(),
  stage: Joi.string().valid('queued', 'committed', 'refused', 'dead').required(),
  outcome: Joi.string().valid('committed', 'duplicate', 'refused'),
  transaction: field.digest(),
  block: Joi.number().integer(),
  code: Joi.string(),
  field: Joi.string().allow(''),
  detail: Joi.string(),
})
/** One answer, with the promise that was given for it. */
export const promised = answer.keys({ promises })
export const results = Joi.object({ results: Joi.array().items(answer).required(), promises })

export const page = Joi.object({ items: Joi.array().items(statement).required(), next: Joi.string() })

export const paging = {
  limit: Joi.number().integer().min(1).max(200).default(50),
  cursor: Joi.string().pattern(/^\d{10}-\d{5}-\d{5}$/, 'cursor'),
  order: Joi.string().valid('oldest', 'newest').default('oldest'),
}

export const publicKey = Joi.object({
  id: field.keyId().required(),
  algorithm: field.code(...algorithms).required(),
  publicKey: field.publicKey().required(),
})

export const base64 = () => Joi.string().base64().max(1_500_000)
