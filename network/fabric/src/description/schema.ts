import Joi from 'joi'
import type {
  Agreement,
  AuthorityNode,
  BlockLimits,
  Consortium,
  OrdererNode,
  Organisation,
  PeerNode,
} from './consortium.ts'

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
const domain = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/
const mspId = /^[A-Za-z][A-Za-z0-9.-]{2,62}$/

const port = Joi.number().integer().min(1).max(65535).required()
const node = {
  name: Joi.string().pattern(label).required(),
  host: Joi.string().hostname().required(),
  port,
  operationsPort: port,
}
export const ordererSchema = Joi.object<OrdererNode>({
  ...node,
  adminPort: port,
  consenter: Joi.number().integer().min(1).max(0xffff_ffff),
})
const peer = Joi.object<PeerNode, true>({ ...node, chaincodePort: port })

/** The part a city sends with its application, too. */
export const organisationSchema = Joi.object<Organisation>({
  name: Joi.string().pattern(label).required(),
  mspId: Joi.string().pattern(mspId).required(),
  domain: Joi.string().pattern(domain).required(),
  dataCentre: Joi.string().pattern(label).required(),
  orderers: Joi.array().items(ordererSchema).unique('name').required(),
  peers: Joi.array().items(peer).unique('name').min(1).required(),
  authority: Joi.object<AuthorityNode, true>({
    host: Joi.string().hostname().required(),
    port,
    operationsPort: port,
  }),
})

/** Fabric's own rule for channel names (channel configuration, "Channel ID"). */
const channel = Joi.string()
  .pattern(/^[a-z][a-z0-9.-]{0,248}$/)
  .required()

const block = Joi.object<BlockLimits, true>({
  messages: Joi.number().integer().min(1).max(10_000).required(),
  timeout: Joi.number().integer().min(50).max(60_000).required(),
  preferredBytes: Joi.number().integer().min(65_536).required(),
  absoluteBytes: Joi.number()
    .integer()
    .min(Joi.ref('preferredBytes'))
    .max(99 * 1024 * 1024)
    .required(),
}).required()

const most = Joi.number().integer().min(2).required()
const policies = Joi.object<Agreement, true>({
  administration: most,
  lifecycle: most,
  endorsement: most,
}).required()

export const consortiumSchema = Joi.object<Consortium>({
  version: Joi.valid(1).required(),
  channel,
  chaincode: Joi.string()
    .pattern(/^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/)
    .required(),
  ordering: Joi.valid('smartbft', 'raft').required(),
  block,
  policies,
  organisations: Joi.array().items(organisationSchema).min(3).required(),
  cities: Joi.array().items(organisationSchema).required(),
  inTransition: Joi.valid(true),
})
