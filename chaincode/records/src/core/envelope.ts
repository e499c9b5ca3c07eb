import Joi from 'joi'
import { decodeBase64 } from './encoding.ts'
import { isKeyId, type KeyId } from './identifiers.ts'
import { Refusal } from './refusal.ts'
import { parseStrictJson } from './strict-json.ts'
import { validate } from './validate.ts'

/** A DSSE envelope (Dead Simple Signing Envelope v1.0): payload and signatures are standard base64. */
export interface Envelope {
  readonly payloadType: string
  readonly payload: string
  readonly signatures: EnvelopeSignature[]
}
export interface EnvelopeSignature {
  /** The signer's key id (see `keyId`), 64 hexadecimal digits. */
  readonly keyid: KeyId
  /** Base64 of r ‖ s, 64 bytes, for SM2-SM3 and ES256 alike. */
  readonly sig: string
}

/** The largest envelope, in bytes of UTF-8. */
export const maximumEnvelopeBytes = 64 * 1024
export const maximumSignatures = 8
/** Statements that travel together: in one request, one promise, one transaction. */
export const maximumStatements = 500

const shape = Joi.object<Envelope, true>({
  payloadType: Joi.string().max(128).required(),
  payload: Joi.string().required(),
  signatures: Joi.array()
    .items(
      Joi.object<EnvelopeSignature, true>({
        keyid: Joi.string<KeyId>().required(),
        sig: Joi.string().required(),
      }),
    )
    .max(maximumSignatures)
    .required(),
})

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const hasExactly = (value: unknown, ...names: string[]): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  names.every((name) => Object.hasOwn(value, name)) &&
  Object.keys(value).length === names.length

/** What `shape` says, at a fraction of its cost. */
const isEnvelope = (value: unknown): value is Envelope =>
  hasExactly(value, 'payloadType', 'payload', 'signatures') &&
  isText(value.payloadType) &&
  value.payloadType.length <= 128 &&
  isText(value.payload) &&
  Array.isArray(value.signatures) &&
  value.signatures.length <= maximumSignatures &&
  value.signatures.every(
    (signature) => hasExactly(signature, 'keyid', 'sig') && isText(signature.keyid) && isText(signature.sig),
  )

/** Asks `shape` only what is wrong with one that is not an envelope; a test compares the two. @throws Refusal */
export function checkShape(value: unknown, isSound = isEnvelope(value)): asserts value is Envelope {
  if (!isSound) validate(shape, value, 'envelope-malformed')
}

const checkSignature = ({ keyid, sig }: EnvelopeSignature, position: number): void => {
  const name = `signatures.${position}`
  if (!isKeyId(keyid))
    throw new Refusal('signature-malformed', `${name}.keyid must be a key id`, `${name}.keyid`)
  if (decodeBase64(sig)?.length !== 64)
    throw new Refusal('signature-malformed', `${name}.sig must be base64 of 64 bytes, r and s`, `${name}.sig`)
}

const checkSignatures = (signatures: readonly EnvelopeSignature[]): void => {
  if (signatures.length === 0)
    throw new Refusal('signature-missing', 'the envelope is not signed', 'signatures')
  signatures.forEach(checkSignature)
  if (new Set(signatures.map(({ keyid }) => keyid)).size < signatures.length)
    throw new Refusal('signature-duplicate', 'two signatures are by the same key', 'signatures')
}

/** An envelope's parts, checked; whether its signatures verify is for whoever knows the keys. */
export interface OpenedEnvelope {
  readonly envelope: Envelope
  readonly payloadBytes: Uint8Array
}

/**
 * Opens the JSON text of an envelope (DSSE v1.0, envelope.md), with nothing in it that is not in the standard.
 * @throws Refusal `envelope-too-large`, `envelope-malformed`, `signature-missing`, `signature-malformed`,
 *   `signature-duplicate` and those of `parseStrictJson`
 */
export const openEnvelope = (text: string): OpenedEnvelope => {
  if (text.length > maximumEnvelopeBytes)
    throw new Refusal('envelope-too-large', `an envelope has at most ${maximumEnvelopeBytes} bytes`)
  const envelope = parseStrictJson(text)
  checkShape(envelope)
  checkSignatures(envelope.signatures)
  const payloadBytes = decodeBase64(envelope.payload)
  if (!payloadBytes) throw new Refusal('envelope-malformed', 'payload must be canonical base64', 'payload')
  return { envelope, payloadBytes }
}
