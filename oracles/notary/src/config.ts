import { readFile } from 'node:fs/promises'
import Joi from 'joi'
import { type WitnessSettings, witnessSchema } from './witness/peers.ts'

/** The notary's settings: this type is the operator's manual. Paths are files, times milliseconds. */
export interface NotarySettings {
  /** host:port where the log is served; port 0 takes a free one. */
  readonly listen: { readonly host: string; readonly port: number }
  /** Folder of log, index and alarms; one process at a time. The folder `log` in it may be served by any web server. */
  readonly dataDir: string
  /** The central organisation whose notary this is: `GD-0000-00003`. */
  readonly institution: string
  /** Folder of keys made by `createNotaryKeys`, and the file with their passphrase. */
  readonly keysDir: string
  readonly passphraseFile: string
  /** The organisation's own peer, and an X.509 identity that may read its blocks. */
  readonly ledger: {
    readonly address: string
    readonly tlsCertificate: string
    readonly tlsServerName?: string
    readonly mspId: string
    readonly identityCertificate: string
    readonly identityKey: string
    readonly channel: string
    readonly chaincode: string
  }
  /** MSP ids of the central organisations, two of whose peers must endorse. */
  readonly central: readonly string[]
  readonly witnesses: WitnessSettings
  /** Between two rounds of cosigning, and of looking at what the others publish. */
  readonly collectEvery: number
  readonly watchEvery: number
}

const schema = Joi.object<NotarySettings>({
  listen: Joi.object({ host: Joi.string().required(), port: Joi.number().port().required() }).required(),
  dataDir: Joi.string().required(),
  institution: Joi.string().required(),
  keysDir: Joi.string().required(),
  passphraseFile: Joi.string().required(),
  ledger: Joi.object({
    address: Joi.string().required(),
    tlsCertificate: Joi.string().required(),
    tlsServerName: Joi.string(),
    mspId: Joi.string().required(),
    identityCertificate: Joi.string().required(),
    identityKey: Joi.string().required(),
    channel: Joi.string().default('huren'),
    chaincode: Joi.string().default('huren'),
  }).required(),
  central: Joi.array()
    .items(Joi.string())
    .min(2)
    .default(['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP']),
  witnesses: witnessSchema.required(),
  collectEvery: Joi.number().integer().min(50).default(500),
  watchEvery: Joi.number().integer().min(50).default(3000),
})

/** Settings as they are written down: what has a default may be left out. */
export type NotaryOptions = Omit<
  NotarySettings,
  'ledger' | 'central' | 'collectEvery' | 'watchEvery' | 'witnesses'
> & {
  readonly ledger: Omit<NotarySettings['ledger'], 'channel' | 'chaincode'> & Partial<NotarySettings['ledger']>
  readonly witnesses: Pick<WitnessSettings, 'peers'> & Partial<WitnessSettings>
} & Partial<Pick<NotarySettings, 'central' | 'collectEvery' | 'watchEvery'>>

/** @throws Error that names the setting */
export const checkSettings = (options: NotaryOptions): NotarySettings => {
  const { error, value } = schema.validate(options)
  if (error) throw new Error(`公证节点设置不正确 / the notary's settings: ${error.message}`)
  return value
}

export const readPassphrase = async (file: string): Promise<string> => (await readFile(file, 'utf8')).trim()
