import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { fromBase64 } from './base64.ts'
import { type Verify, verifySignature } from './signature.ts'
import { reject } from './verdict.ts'

/** C2SP signed-note v1.0.0: a text and its signature lines. */
export interface Note {
  /** With its final newline: the bytes that are signed. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}
export interface NoteSignature {
  readonly name: string
  /** 8 hexadecimal digits. */
  readonly id: string
  readonly signature: Uint8Array
}

/** The note signature types that Huren uses; SM2-SM3 has no byte of its own and so stands behind 0xff. */
export const noteTypes = {
  ed25519: Uint8Array.of(0x01),
  cosignature: Uint8Array.of(0x04),
  'sm2-sm3': concatBytes(Uint8Array.of(0xff), utf8ToBytes('huren/SM2-SM3/v1')),
} as const
export type NoteType = keyof typeof noteTypes

export interface NoteKey {
  readonly name: string
  readonly id: string
  readonly type: NoteType
  readonly publicKey: Uint8Array
}

const keyLength = { ed25519: 32, cosignature: 32, 'sm2-sm3': 65 } as const
const malformed = (zh: string, en: string) => reject('note-malformed', zh, en)

/** SHA-256(name ‖ LF ‖ type ‖ public key), the first four bytes in hexadecimal. */
export const noteKeyId = (name: string, type: NoteType, publicKey: Uint8Array): string =>
  bytesToHex(sha256(concatBytes(utf8ToBytes(`${name}\n`), noteTypes[type], publicKey)).subarray(0, 4))

const startsWith = (bytes: Uint8Array, prefix: Uint8Array) =>
  bytes.length > prefix.length && prefix.every((byte, i) => bytes[i] === byte)

/**
 * A verifier key, `name+id+base64(type ‖ key)`. Names are printable ASCII, so that no name looks like another.
 * @throws Rejection `trust-malformed`
 */
export const parseVerifierKey = (text: string): NoteKey => {
  const fail = () =>
    reject(
      'trust-malformed',
      `验证密钥无法识别：${text.slice(0, 80)}`,
      `Not a verifier key: ${text.slice(0, 80)}`,
    )
  const [, name = '', id = '', encoded = ''] =
    /^([!-*,-~]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? fail()
  const bytes = fromBase64(encoded, 'trust-malformed')
  for (const type of Object.keys(noteTypes) as NoteType[]) {
    const prefix = noteTypes[type]
    const publicKey = bytes.subarray(prefix.length)
    if (!startsWith(bytes, prefix) || publicKey.length !== keyLength[type]) continue
    if (noteKeyId(name, type, publicKey) !== id) fail()
    return { name, id, type, publicKey }
  }
  return fail()
}

const parseSignature = (line: string): NoteSignature => {
  const [, name = '', encoded = ''] =
    /^— (\S+) ([A-Za-z0-9+/=]+)$/u.exec(line) ??
    malformed('检查点的签名行格式不正确。', 'A signature line of the checkpoint is not well-formed.')
  if (!/^[!-*,-~]+$/.test(name))
    reject(
      'note-name',
      `签名者名称“${name}”含有非 ASCII 字符或加号，可能冒充他人名称。`,
      `The signer's name “${name}” has characters outside ASCII or a plus sign and may imitate another name.`,
    )
  const bytes = fromBase64(encoded, 'note-malformed')
  if (bytes.length < 5) malformed('检查点的签名过短。', 'A signature of the checkpoint is too short.')
  return { name, id: bytesToHex(bytes.subarray(0, 4)), signature: bytes.subarray(4) }
}

const maxSignatures = 32

/** @throws Rejection `note-malformed`, `note-name` or `note-signature-duplicate` */
export const parseNote = (note: string): Note => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: signed-note forbids them, this is the check
  if (!note.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(note))
    malformed('检查点含有控制字符。', 'The checkpoint contains control characters.')
  const split = note.lastIndexOf('\n\n')
  if (split < 0 || !note.endsWith('\n'))
    malformed('检查点没有签名部分。', 'The checkpoint has no signature part.')
  const lines = note.slice(split + 2, -1).split('\n')
  if (lines.length > maxSignatures) malformed('检查点的签名过多。', 'The checkpoint has too many signatures.')
  const signatures = lines.map(parseSignature)
  if (new Set(signatures.map(({ name, id }) => `${name} ${id}`)).size !== signatures.length)
    reject(
      'note-signature-duplicate',
      '检查点上同一密钥签名两次。',
      'One key has signed the checkpoint twice.',
    )
  return { text: note.slice(0, split + 1), signatures }
}

const uint64 = (bytes: Uint8Array) => bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n)

/** The time of a cosignature in seconds since 1970 (C2SP tlog-cosignature v1.0.1). */
export const cosignatureTime = ({ signature }: NoteSignature): bigint => uint64(signature.subarray(0, 8))

/** Whether `key` made `signature` over the note's text, by the key's type. */
export const verifyNoteSignature = (
  note: Note,
  { type, publicKey }: NoteKey,
  { signature }: NoteSignature,
  verify: Verify = verifySignature,
): boolean => {
  const text = utf8ToBytes(note.text)
  if (type === 'ed25519') return verify({ algorithm: 'Ed25519', publicKey, message: text, signature })
  if (type === 'sm2-sm3') return verify({ algorithm: 'SM2-SM3', publicKey, message: text, signature })
  if (signature.length !== 72) return false
  const header = utf8ToBytes(`cosignature/v1\ntime ${uint64(signature.subarray(0, 8))}\n`)
  const message = concatBytes(header, text)
  return verify({ algorithm: 'Ed25519', publicKey, message, signature: signature.subarray(8) })
}
