import type { Feed, FeedBackup, FeedFinding, FeedNode, FeedRequest } from '@huren/explorer-model'
import Joi from 'joi'

const text = Joi.string().max(2000).allow('')
const some = (item: Joi.Schema) => Joi.array().items(item).max(1000).required()
const count = Joi.number().min(0).required()
const maybe = count.allow(null)
const time = Joi.string().isoDate().required()
const digest = Joi.string().hex().length(64).required()
const words = { zh: text.required(), en: text.required() }
const object = <T>(keys: Joi.SchemaMap<T>) => Joi.object<T>(keys).unknown()

/** A feed comes from another machine: what is not one is refused, what a newer one adds is passed over. */
export const feedSchema = object<Feed>({
  version: Joi.valid(1).required(),
  at: time,
  channel: text.required(),
  height: count,
  diskFreeBytes: count,
  nodes: some(
    object<FeedNode>({
      node: text.required(),
      kind: Joi.valid('orderer', 'peer').required(),
      mspId: text.required(),
      address: text.required(),
      dataCentre: text.required(),
      running: Joi.boolean().required(),
      health: text.allow(null).required(),
      height: maybe,
      lag: maybe,
      leader: Joi.boolean().required(),
      certificateDays: Joi.number().allow(null).required(),
      dataBytes: count,
      contracts: Joi.boolean().allow(null).required(),
    }),
  ),
  contracts: object<{ packageId: string }>({ packageId: text.required() }).allow(null).required(),
  findings: some(
    object<FeedFinding>({
      severity: Joi.valid('problem', 'warning').required(),
      where: text.required(),
      ...words,
    }),
  ),
  backups: some(object<FeedBackup>({ at: time, file: text.required(), sha256: digest, bytes: count })),
  requests: Joi.object({
    waiting: some(
      object<FeedRequest>({
        kind: text.required(),
        digest,
        files: some(text),
        subject: text.required(),
        changes: some(
          Joi.object({ how: Joi.valid('added', 'changed', 'removed').required(), what: text.required() }),
        ),
        requirement: Joi.object({ central: count, owners: some(text) }).required(),
        signed: some(Joi.object({ mspId: text.required(), valid: Joi.boolean().required() })),
        sequence: Joi.number().integer().min(1),
        commands: some(
          Joi.object({ organisation: text.required(), mspId: text.required(), line: text.required() }),
        ),
      }),
    ),
    unreadable: some(Joi.object({ file: text.required(), ...words })),
  })
    .unknown()
    .allow(null)
    .required(),
})
