import Joi from 'joi'
import type { Agreement, BlockLimits } from '../description/consortium.ts'

/** A change of the channel's configuration, as its proposer states it; whoever signs works out for itself what follows. */
export type Operation =
  | AdmitCity
  | { readonly kind: 'remove-city'; readonly name: string }
  | ChangeOrderers
  | ChangeSettings
  | Revoke

/** A city joins. */
export interface AdmitCity {
  readonly kind: 'admit-city'
  /** The city's application, as it was received. */
  readonly application: string
}

/** Orderers join and leave the consenter set. */
export interface ChangeOrderers {
  readonly kind: 'orderers'
  /** Applications of the new ones' owners, as they were received. */
  readonly add: readonly string[]
  /** Full names of those that leave. */
  readonly remove: readonly string[]
  /** Whether the set may be one that the loss of a data centre stops, on the way to another. */
  readonly inTransition?: boolean
}

/** How many must agree, and when a block is cut. */
export interface ChangeSettings {
  readonly kind: 'settings'
  readonly policies?: Partial<Agreement>
  readonly block?: Partial<BlockLimits>
}

/** An organisation makes known whom it revoked; it decides that alone. */
export interface Revoke {
  readonly kind: 'revoke'
  readonly mspId: string
  /** Its certificate revocation list, PEM. */
  readonly list: string
}

/** A proposal as it travels from one organisation to the next. No key is in it. */
export interface Proposal {
  readonly version: 1
  readonly operation: Operation
  /** The channel configuration update with the signatures so far (common.Envelope), base64. */
  readonly update: string
}

const text = Joi.string().max(131_072).required()
const count = Joi.number().integer()
const operation = Joi.alternatives().conditional('.kind', {
  switch: [
    { is: 'admit-city', then: Joi.object({ kind: Joi.string(), application: text }) },
    { is: 'remove-city', then: Joi.object({ kind: Joi.string(), name: text }) },
    {
      is: 'orderers',
      then: Joi.object({
        kind: Joi.string(),
        add: Joi.array().items(Joi.string().max(131_072)).required(),
        remove: Joi.array().items(Joi.string()).required(),
        inTransition: Joi.boolean(),
      }),
    },
    {
      is: 'settings',
      then: Joi.object({
        kind: Joi.string(),
        policies: Joi.object({ administration: count, lifecycle: count, endorsement: count }),
        block: Joi.object({ messages: count, timeout: count, preferredBytes: count, absoluteBytes: count }),
      }),
    },
    { is: 'revoke', then: Joi.object({ kind: Joi.string(), mspId: text, list: text.max(1_048_576) }) },
  ],
  otherwise: Joi.forbidden(),
})
export const proposalSchema = Joi.object<Proposal>({
  version: Joi.valid(1).required(),
  operation: operation.required(),
  update: Joi.string().base64().required(),
})
