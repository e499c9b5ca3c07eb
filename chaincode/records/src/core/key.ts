import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256Hex } from '#platform'
import type { KeyId, PublicKeyHex } from './identifiers.ts'

/** SM2-SM3: GM/T 0003.2 with signer id 1234567812345678 (GM/T 0009); ES256: ECDSA on P-256 with SHA-256 (RFC 7518). */
export const algorithms = ['SM2-SM3', 'ES256'] as const
export type Algorithm = (typeof algorithms)[number]

export interface PublicKey {
  readonly algorithm: Algorithm
  readonly publicKey: PublicKeyHex
}

/** The key's id: SHA-256 over `algorithm`, a zero byte and the 65 bytes of the uncompressed point. */
export const keyId = ({ algorithm, publicKey }: PublicKey): KeyId =>
  sha256Hex(concatBytes(utf8ToBytes(`${algorithm}\0`), hexToBytes(publicKey))) as KeyId
