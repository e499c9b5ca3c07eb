import { type Algorithm, encodeBase64, type KeyId, keyId, type PublicKeyHex } from '@huren/records'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { sm2 } from 'sm-crypto-v2'
import { type NoteType, noteKeyId, noteTypes } from '../../src/note.ts'

/** Keys made from their names: the vectors are the same each time, and nobody may use these keys for anything else. */
const seed = (name: string) => sha256(utf8ToBytes(`huren test vector, not for use: ${name}`))

/** SM2 with a nonce made from key and message, as RFC 6979 does in spirit; a test vector must not change. */
const signSm2 = (secret: Uint8Array, publicKey: string, message: Uint8Array): Uint8Array => {
  const nonce = bytesToHex(sha256(concatBytes(secret, message)))
  const point = sm2.getPublicKeyFromPrivateKey(nonce)
  const pointPool = [{ k: BigInt(`0x${nonce}`), x1: BigInt(`0x${point.slice(2, 66)}`) }]
  return hexToBytes(sm2.doSignature(message, bytesToHex(secret), { pointPool, hash: true, publicKey }))
}

export interface StatementSigner {
  readonly id: KeyId
  readonly algorithm: Algorithm
  readonly publicKey: PublicKeyHex
  readonly sign: (message: Uint8Array) => Uint8Array
}

export const statementSigner = (name: string, algorithm: Algorithm): StatementSigner => {
  const secret = seed(name)
  const publicKey = (
    algorithm === 'SM2-SM3'
      ? sm2.getPublicKeyFromPrivateKey(bytesToHex(secret))
      : bytesToHex(p256.getPublicKey(secret, false))
  ) as PublicKeyHex
  const sign = (message: Uint8Array) =>
    algorithm === 'SM2-SM3'
      ? signSm2(secret, publicKey, message)
      : p256.sign(message, secret, { format: 'compact' })
  return { id: keyId({ algorithm, publicKey }), algorithm, publicKey, sign }
}

export interface NoteSigner {
  readonly name: string
  readonly verifierKey: string
  /** The signature line, without its newline. */
  readonly sign: (text: string, time: number) => string
}

const uint64 = (value: number) => hexToBytes(value.toString(16).padStart(16, '0'))

/** Signs checkpoints by C2SP signed-note and tlog-cosignature. */
export const noteSigner = (name: string, type: NoteType, keyName = `${name} ${type}`): NoteSigner => {
  const secret = seed(keyName)
  const sm2Key = sm2.getPublicKeyFromPrivateKey(bytesToHex(secret))
  const publicKey = type === 'sm2-sm3' ? hexToBytes(sm2Key) : ed25519.getPublicKey(secret)
  const id = noteKeyId(name, type, publicKey)
  const signature = (text: string, time: number): Uint8Array => {
    if (type === 'sm2-sm3') return signSm2(secret, sm2Key, utf8ToBytes(text))
    if (type === 'ed25519') return ed25519.sign(utf8ToBytes(text), secret)
    const message = utf8ToBytes(`cosignature/v1\ntime ${time}\n${text}`)
    return concatBytes(uint64(time), ed25519.sign(message, secret))
  }
  return {
    name,
    verifierKey: `${name}+${id}+${encodeBase64(concatBytes(noteTypes[type], publicKey))}`,
    sign: (text, time) => `— ${name} ${encodeBase64(concatBytes(hexToBytes(id), signature(text, time)))}`,
  }
}
