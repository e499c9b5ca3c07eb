import Joi from 'joi'
import { type KnownKey, parseVerifierKey } from '../keys/note.ts'

/** Another central organisation's notary. */
export interface PeerSettings {
  readonly institution: string
  /** Where its log is served and where it takes checkpoints to cosign. */
  readonly url: string
  readonly log: string
  readonly cosigner: string
}
/** A witness outside of the consortium: any that speaks C2SP tlog-witness. */
export interface ExternalSettings {
  readonly url: string
  readonly key: string
}
/** Who cosigns, and what makes a checkpoint witnessed. */
export interface WitnessSettings {
  readonly peers: readonly PeerSettings[]
  readonly external: readonly ExternalSettings[]
  readonly policy: { readonly cosignatures: number; readonly including: readonly string[] }
}

const url = Joi.string().uri({ scheme: ['http', 'https'] })
export const witnessSchema = Joi.object<WitnessSettings>({
  peers: Joi.array()
    .items(
      Joi.object({
        institution: Joi.string().required(),
        url: url.required(),
        log: Joi.string().required(),
        cosigner: Joi.string().required(),
      }),
    )
    .required(),
  external: Joi.array()
    .items(Joi.object({ url: url.required(), key: Joi.string().required() }))
    .default([]),
  policy: Joi.object({
    cosignatures: Joi.number().integer().min(1).default(2),
    including: Joi.array().items(Joi.string()).default(['GD-0000-00003']),
  }).default({ cosignatures: 2, including: ['GD-0000-00003'] }),
})

/** Somebody who cosigns. External witnesses belong to no institution and count for none. */
export interface Cosigner {
  readonly institution: string | undefined
  readonly url: string
  readonly key: KnownKey
}

const keyOf = (text: string, type: KnownKey['type']): KnownKey => {
  const key = parseVerifierKey(text)
  if (key.type !== type)
    throw new Error(`验证密钥应为 ${type} / this verifier key should be of type ${type}: ${text}`)
  return key
}

export const cosignersOf = ({ peers, external }: WitnessSettings): Cosigner[] => [
  ...peers.map(({ institution, url, cosigner }) => ({
    institution,
    url,
    key: keyOf(cosigner, 'cosignature'),
  })),
  ...external.map(({ url, key }) => ({ institution: undefined, url, key: keyOf(key, 'cosignature') })),
]

export const logKeysOf = ({ peers }: WitnessSettings): KnownKey[] =>
  peers.map(({ log }) => keyOf(log, 'ed25519'))
