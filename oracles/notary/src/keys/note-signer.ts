import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import type { SigningKey } from '@huren/crypto-config'
import { sha256 } from '../blocks/header.ts'

/** Signature types of C2SP signed-note and tlog-cosignature; SM2-SM3 stands behind 0xff (explorer/verify/SPEC.md). */
export const noteTypes = {
  ed25519: Buffer.of(0x01),
  cosignature: Buffer.of(0x04),
  'sm2-sm3': Buffer.concat([Buffer.of(0xff), Buffer.from('huren/SM2-SM3/v1')]),
} as const
export type NoteType = keyof typeof noteTypes

export interface NoteSigner {
  readonly name: string
  /** `name+id+base64(type ‖ key)` */
  readonly verifierKey: string
  /** A signature line without its newline. @param time seconds since 1970, for cosignatures */
  line(text: string, time: number): string
}

export const noteKeyId = (name: string, typeAndKey: Uint8Array): Buffer =>
  sha256(Buffer.from(`${name}\n`), typeAndKey).subarray(0, 4)

const signer = (
  name: string,
  type: NoteType,
  publicKey: Uint8Array,
  signature: (text: string, time: number) => Uint8Array,
): NoteSigner => {
  const typeAndKey = Buffer.concat([noteTypes[type], publicKey])
  const id = noteKeyId(name, typeAndKey)
  return {
    name,
    verifierKey: `${name}+${id.toString('hex')}+${typeAndKey.toString('base64')}`,
    line: (text, time) => `— ${name} ${Buffer.concat([id, signature(text, time)]).toString('base64')}`,
  }
}

/** The 32 bytes of an Ed25519 public key (RFC 8032), the end of its SPKI form (RFC 8410). */
const rawPublicKey = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)

export const ed25519Signer = (name: string, key: KeyObject): NoteSigner =>
  signer(name, 'ed25519', rawPublicKey(key), (text) => sign(null, Buffer.from(text), key))

const uint64 = (value: number) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}

export const cosignatureSigner = (name: string, key: KeyObject): NoteSigner =>
  signer(name, 'cosignature', rawPublicKey(key), (text, time) =>
    Buffer.concat([uint64(time), sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), key)]),
  )

export const sm2Signer = (name: string, key: SigningKey): NoteSigner =>
  signer(name, 'sm2-sm3', Buffer.from(key.publicKey, 'hex'), (text) => key.sign(Buffer.from(text)))

export const ed25519FromPem = (pem: string, passphrase: string): KeyObject =>
  createPrivateKey({ key: pem, passphrase })
