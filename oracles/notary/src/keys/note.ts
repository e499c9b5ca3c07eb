import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { verifySignature } from '@huren/crypto-config'
import type { PublicKeyHex } from '@huren/records'
import { type NoteType, noteKeyId, noteTypes } from './note-signer.ts'

/** A key that a notary knows, read from its verifier key (C2SP signed-note). */
export interface KnownKey {
  readonly name: string
  readonly id: string
  readonly type: NoteType
  verifies(text: string, signature: Uint8Array): boolean
}
export interface SignatureLine {
  readonly name: string
  readonly id: string
  readonly signature: Buffer
  readonly line: string
}
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Buffer
  /** The signed text. */
  readonly text: string
  readonly signatures: readonly SignatureLine[]
}

const ed25519Key = (raw: Uint8Array): KeyObject =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') },
    format: 'jwk',
  })

const verifierOf = (type: NoteType, raw: Buffer): KnownKey['verifies'] => {
  if (type === 'sm2-sm3') {
    const key = { algorithm: 'SM2-SM3', publicKey: raw.toString('hex') as PublicKeyHex } as const
    return (text, signature) => verifySignature(key, Buffer.from(text), signature)
  }
  const key = ed25519Key(raw)
  if (type === 'ed25519') return (text, signature) => verify(null, Buffer.from(text), key, signature)
  return (text, signature) => {
    if (signature.length !== 72) return false
    const time = Buffer.from(signature).readBigUInt64BE()
    return verify(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), key, signature.subarray(8))
  }
}

/** @throws Error for what is no verifier key of a type that notaries use */
export const parseVerifierKey = (text: string): KnownKey => {
  const [, name = '', id = '', encoded = ''] =
    /^([!-*,-~]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? []
  const typeAndKey = Buffer.from(encoded, 'base64')
  for (const [type, prefix] of Object.entries(noteTypes) as [NoteType, Buffer][]) {
    const raw = typeAndKey.subarray(prefix.length)
    if (
      !typeAndKey.subarray(0, prefix.length).equals(prefix) ||
      raw.length !== (type === 'sm2-sm3' ? 65 : 32)
    )
      continue
    if (noteKeyId(name, typeAndKey).toString('hex') === id)
      return { name, id, type, verifies: verifierOf(type, raw) }
  }
  throw new Error(`验证密钥无法识别 / not a verifier key: ${text.slice(0, 100)}`)
}

const signatureLine = /^— ([!-*,-~]+) ([A-Za-z0-9+/]+={0,2})$/u
const body = /^([!-*,-~]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n$/

/** Signature lines as a witness answers them. @throws Error */
export const parseSignatureLines = (text: string): SignatureLine[] =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => {
      const [, name, encoded] = signatureLine.exec(line) ?? []
      const bytes = Buffer.from(encoded ?? '', 'base64')
      if (name === undefined || bytes.length < 5)
        throw new Error('签名行格式不正确 / a signature line is not well-formed')
      return { name, id: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4), line }
    })

/** @throws Error for what is no signed checkpoint (C2SP tlog-checkpoint), or has more than 32 signatures */
export const parseCheckpoint = (note: string): Checkpoint => {
  const split = note.lastIndexOf('\n\n')
  const text = note.slice(0, split + 1)
  const [, origin, size, root] = (split > 0 && body.exec(text)) || []
  if (origin === undefined || size === undefined || root === undefined || !Number.isSafeInteger(Number(size)))
    throw new Error('检查点格式不正确 / the checkpoint is not well-formed')
  const signatures = parseSignatureLines(note.slice(split + 2))
  if (signatures.length > 32) throw new Error('检查点签名过多 / the checkpoint has too many signatures')
  return { origin, size: Number(size), root: Buffer.from(root, 'base64'), text, signatures }
}

/** The lines of known keys that verify. */
export const verifiedBy = (text: string, lines: readonly SignatureLine[], keys: readonly KnownKey[]) =>
  lines.flatMap((line) => {
    const key = keys.find(({ name, id }) => name === line.name && id === line.id)
    return key?.verifies(text, line.signature) ? [{ key, line: line.line }] : []
  })

export const checkpointText = (origin: string, size: number, root: Uint8Array) =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
export const noteOf = (text: string, lines: readonly string[]) =>
  `${text}\n${lines.map((line) => `${line}\n`).join('')}`
