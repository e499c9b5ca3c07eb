import {
  type Algorithm,
  algorithms,
  field,
  type Instant,
  type InstitutionId,
  type KeyId,
  type Payload,
  type PublicKeyHex,
  type RecordId,
} from '@huren/records'
import Joi from 'joi'

/** Who signs, with the public key itself: a key's id is its digest, so that these documents verify by themselves. */
interface SelfSigned extends Payload {
  key: KeyId
  algorithm: Algorithm
  publicKey: PublicKeyHex
}
const selfSigned = {
  issuedAt: field.instant().required(),
  key: field.keyId().required(),
  algorithm: field.code(...algorithms).required(),
  publicKey: field.publicKey().required(),
}

/** A patient's device: the key that signs, and the key to which letters are sealed. Nothing in it names a person. */
export interface Card extends SelfSigned {
  /** P-256 point for HPKE (RFC 9180). */
  sealing: PublicKeyHex
  /** Present while the patient stands at a counter: whoever shows this code wants the key bound. */
  code?: string
}
/** Shows a server that whoever is signed in holds the key, now and to this server only. */
export interface Presence extends SelfSigned {
  audience: string
  challenge: string
}
/** A sealed message to a patient's device, from an institution or from another patient's device. */
export interface Letter extends Payload {
  letter: RecordId
  /** Absent when another patient's device wrote it. */
  issuer?: InstitutionId
  /** The writer's key. */
  from: KeyId
  to: KeyId
  /** Kept for its reader until then. */
  notAfter: Instant
  /** HPKE encapsulated key and ciphertext, base64. */
  encapsulated: string
  sealed: string
}
/** Takes a letter back: it is no longer handed out. */
export interface Recall extends Payload {
  letter: RecordId
  from: KeyId
}

const code = Joi.string().pattern(/^[\w-]{22}$/, 'code')
const base64 = Joi.string().base64()

/** The documents of this package by name, each signed in a DSSE envelope like a statement; none goes on the ledger. */
export const documents = {
  card: Joi.object<Card, true>({ ...selfSigned, sealing: field.publicKey().required(), code }),
  presence: Joi.object<Presence, true>({
    ...selfSigned,
    audience: Joi.string().max(200).required(),
    challenge: code.required(),
  }),
  letter: Joi.object<Letter, true>({
    issuedAt: field.instant().required(),
    letter: field.recordId().required(),
    issuer: field.institutionId(),
    from: field.keyId().required(),
    to: field.keyId().required(),
    notAfter: field.instant().required(),
    encapsulated: base64.max(128).required(),
    sealed: base64.max(48 * 1024).required(),
  }),
  recall: Joi.object<Recall, true>({
    issuedAt: field.instant().required(),
    letter: field.recordId().required(),
    from: field.keyId().required(),
  }),
} as const

export interface Documents {
  card: Card
  presence: Presence
  letter: Letter
  recall: Recall
}
export type DocumentName = keyof Documents
