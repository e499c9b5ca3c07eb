import type { InstitutionId, RecordId } from '@huren/records'
import { field } from '@huren/records'
import Joi from 'joi'

/** The service's settings: this type is the operator's manual. Paths are files or folders, times milliseconds. */
export interface AccessLogSettings {
  /** Where the service answers; port 0 takes a free one. */
  readonly listen: { readonly host: string; readonly port: number }
  /** The log's folder; one process at a time. */
  readonly dataDir: string
  /** Where the log is written as static files; `public` in the log's folder unless told. */
  readonly publicDir: string
  /** Who keeps the log: an imaging cloud or a hospital. */
  readonly institution: InstitutionId
  /** The log's id, when it begins; made at random unless told. */
  readonly log?: RecordId
  /** The schema-less URL under which the log is served: origin of its checkpoints (C2SP tlog-tiles). */
  readonly origin: string
  /** Folder of keys made by `createLogKeys`: of the notes, and the secret of the lists. */
  readonly keysDir: string
  /** Key file with the use `access-log`, registered on the ledger: signs checkpoint statements and reports. */
  readonly statementKey: string
  /** File with the passphrase of all of them. */
  readonly passphraseFile: string
  /** Callers and the hashes of their tokens. */
  readonly tokensFile: string
  /** The gateway that takes checkpoints, and a notary that gives receipts. */
  readonly gateway: string
  readonly notary: string
  /** Trust file with which the other side's log is verified; without it there is no reconciliation. */
  readonly trustFile?: string
  /** Between two checkpoints, and between two looks for receipts. */
  readonly anchorEvery: number
  readonly proveEvery: number
}

const schema = Joi.object<AccessLogSettings>({
  listen: Joi.object({ host: Joi.string().required(), port: Joi.number().port().required() }).required(),
  dataDir: Joi.string().required(),
  publicDir: Joi.string().required(),
  institution: field.institutionId().required(),
  log: field.recordId(),
  origin: Joi.string()
    .pattern(/^[!-*,-~]{1,200}$/)
    .required(),
  keysDir: Joi.string().required(),
  statementKey: Joi.string().required(),
  passphraseFile: Joi.string().required(),
  tokensFile: Joi.string().required(),
  gateway: Joi.string()
    .uri({ scheme: ['http', 'https'] })
    .required(),
  notary: Joi.string()
    .uri({ scheme: ['http', 'https'] })
    .required(),
  trustFile: Joi.string(),
  anchorEvery: Joi.number().integer().min(50).required(),
  proveEvery: Joi.number().integer().min(50).required(),
})

/** @throws Error that names the setting */
export const checkSettings = (settings: unknown): AccessLogSettings => {
  const { error, value } = schema.validate(settings, { convert: false })
  if (error) throw new Error(`调阅日志设置不正确 / the access log's settings: ${error.message}`)
  return value as AccessLogSettings
}
