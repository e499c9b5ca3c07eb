import { parseStrictJson } from '@huren/records'
import Joi from 'joi'
import { fromBase64 } from './base64.ts'
import { reject } from './verdict.ts'

/** A receipt file as it is written down. SPEC.md, section 5. */
export interface ReceiptFile {
  readonly format: 'huren-receipt/v1'
  /** One sentence for whoever opens the file; means nothing to the verifier. */
  readonly about?: string
  readonly checkpoint: string
  /** The first is the subject; the others are what it rests on. */
  readonly statements: readonly ReceiptStatement[]
  /** All hashes of all paths, 32 bytes each, once each, base64. */
  readonly hashes: string
}
export interface ReceiptStatement {
  readonly index: number
  readonly leaf: string
  /** RFC 6962 audit path from the leaf's sibling upwards; numbers of hashes. */
  readonly path: readonly number[]
  /** The envelope's exact text, as the ledger has it. */
  readonly envelope: string
}

const maxStatements = 256
const maxHashes = 8192
const schema = Joi.object<ReceiptFile>({
  format: Joi.valid('huren-receipt/v1').required(),
  about: Joi.string().max(1000),
  checkpoint: Joi.string().max(32_768).required(),
  statements: Joi.array()
    .items(
      Joi.object({
        index: Joi.number().integer().min(0).max(Number.MAX_SAFE_INTEGER).required(),
        leaf: Joi.string().max(512).required(),
        path: Joi.array().items(Joi.number().integer().min(0).max(maxHashes)).max(64).required(),
        envelope: Joi.string().max(65_536).required(),
      }),
    )
    .min(1)
    .max(maxStatements)
    .required(),
  hashes: Joi.string()
    .allow('')
    .max(maxHashes * 44)
    .required(),
}).prefs({ convert: false })

export interface Receipt extends Omit<ReceiptFile, 'hashes'> {
  readonly hashes: readonly Uint8Array[]
}

/** A receipt may have this many characters. */
export const maxReceiptLength = 1 << 21

const split = (bytes: Uint8Array): Uint8Array[] => {
  if (bytes.length % 32 !== 0)
    reject('receipt-malformed', '回执的哈希列表不完整。', "The receipt's list of hashes is cut off.")
  return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.subarray(i * 32, i * 32 + 32))
}

/** @throws Rejection `receipt-malformed` or `receipt-too-large` */
export const readReceipt = (text: string): Receipt => {
  if (text.length > maxReceiptLength)
    reject('receipt-too-large', '回执超过 2 MiB。', 'The receipt is larger than 2 MiB.')
  let json: unknown
  try {
    json = parseStrictJson(text)
  } catch {
    reject('receipt-malformed', '回执不是 JSON，可能被截断。', 'The receipt is not JSON; it may be cut off.')
  }
  const { error, value } = schema.validate(json)
  if (error)
    reject(
      'receipt-malformed',
      `回执格式不正确：${error.message}`,
      `The receipt is not well-formed: ${error.message}`,
    )
  const file = value as ReceiptFile
  return { ...file, hashes: split(fromBase64(file.hashes, 'receipt-malformed')) }
}
