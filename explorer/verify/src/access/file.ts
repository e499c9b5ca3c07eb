import { field, parseStrictJson } from '@huren/records'
import Joi from 'joi'
import { fromBase64 } from '../base64.ts'
import { reject } from '../verdict.ts'

/** An entry of an access log with its proof: opened (event and salt), or, once it is erased, by its commitment. */
export interface EntryFile {
  readonly index: number
  /** RFC 6962 audit path from the leaf's sibling upwards; numbers of hashes. */
  readonly path: readonly number[]
  /** base64: the entry's bytes, and the 32 bytes of its salt. */
  readonly event?: string
  readonly salt?: string
  readonly commitment?: string
}

/** ACCESS.md, section 4. */
export interface AccessReceiptFile {
  readonly format: 'huren-access-receipt/v1'
  readonly about?: string
  readonly entry: EntryFile
  /** The entry that says that `entry` was erased. */
  readonly erasure?: EntryFile
  readonly hashes: string
  /** The receipt of the checkpoint's statement: SPEC.md, section 5. */
  readonly checkpoint: object
}

/** ACCESS.md, section 5. */
export interface AccessListFile {
  readonly format: 'huren-access-list/v1'
  readonly about?: string
  readonly kind: 'patient' | 'institution'
  /** base64 of the VRF proof of the list's name. */
  readonly proof: string
  /** What came before the first entry here; nothing unless told. */
  readonly after?: { readonly count: number; readonly head: string }
  readonly entries: readonly EntryFile[]
  /** The hashes beside the way to the list's place in the index, from the root downwards; numbers of hashes. */
  readonly siblings: readonly number[]
  /** The other list that stands alone where this one would. */
  readonly other?: { readonly label: string; readonly value: string }
  readonly hashes: string
  readonly checkpoint: object
}

const maxHashes = 1_048_576
const maxEntries = 65_536
const number = Joi.number().integer().min(0).max(maxHashes)
const entry = Joi.object<EntryFile>({
  index: field.size().required(),
  path: Joi.array().items(number).max(64).required(),
  event: Joi.string().max(4096),
  salt: Joi.string().length(44),
  commitment: field.commitment(),
})
  .and('event', 'salt')
  .xor('event', 'commitment')
const common = {
  about: Joi.string().max(1000),
  hashes: Joi.string()
    .allow('')
    .max(maxHashes * 44)
    .required(),
  checkpoint: Joi.object().unknown().required(),
}
const receiptSchema = Joi.object<AccessReceiptFile>({
  format: Joi.valid('huren-access-receipt/v1').required(),
  entry: entry.required(),
  erasure: entry,
  ...common,
}).prefs({ convert: false })
const listSchema = Joi.object<AccessListFile>({
  format: Joi.valid('huren-access-list/v1').required(),
  kind: Joi.valid('patient', 'institution').required(),
  proof: Joi.string().length(108).required(),
  after: Joi.object({ count: field.size().min(1).required(), head: field.digest().required() }),
  entries: Joi.array().items(entry).max(maxEntries).required(),
  siblings: Joi.array().items(number).max(256).required(),
  other: Joi.object({ label: field.digest().required(), value: field.digest().required() }),
  ...common,
}).prefs({ convert: false })

/** A file may have this many characters. */
export const maxFileLength = { receipt: 1 << 22, list: 1 << 26 } as const

const read = <T>(text: string, schema: Joi.ObjectSchema<T>, most: number): T => {
  const malformed = (zh: string, en: string) => reject('access-malformed', zh, en)
  if (text.length > most) malformed('文件过大。', 'The file is too large.')
  let json: unknown
  try {
    json = parseStrictJson(text)
  } catch {
    malformed('文件不是 JSON，可能被截断。', 'The file is not JSON; it may be cut off.')
  }
  const { error, value } = schema.validate(json)
  if (error) malformed(`文件格式不正确：${error.message}`, `The file is not well-formed: ${error.message}`)
  return value as T
}

/** @throws Rejection `access-malformed` */
export const readAccessReceipt = (text: string): AccessReceiptFile =>
  read(text, receiptSchema, maxFileLength.receipt)
/** @throws Rejection `access-malformed` */
export const readAccessList = (text: string): AccessListFile => read(text, listSchema, maxFileLength.list)

/** The shared hashes of a file's paths, and which of them were used. */
export class Hashes {
  readonly #hashes: readonly Uint8Array[]
  readonly #used = new Set<number>()

  /** @throws Rejection `access-malformed` */
  constructor(text: string) {
    const bytes = fromBase64(text, 'access-malformed')
    if (bytes.length % 32 !== 0)
      reject('access-malformed', '哈希列表不完整。', 'The list of hashes is cut off.')
    this.#hashes = Array.from({ length: bytes.length / 32 }, (_, i) => bytes.subarray(i * 32, i * 32 + 32))
  }

  /** @throws Rejection `access-malformed` */
  at(n: number): Uint8Array {
    this.#used.add(n)
    return (
      this.#hashes[n] ??
      reject('access-malformed', '证明引用了不存在的哈希。', 'A proof refers to a hash that is not there.')
    )
  }

  /** @throws Rejection `hash-unused` */
  checkAllUsed(): void {
    if (this.#used.size !== this.#hashes.length)
      reject('hash-unused', '文件含有未被引用的哈希。', 'The file carries hashes that no proof uses.')
  }
}
