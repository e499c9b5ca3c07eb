import { type Algorithm, type KeyId, keyId, type PublicKey, type PublicKeyHex } from '@huren/records'
import { es256PublicKey, es256Signer, newEs256PrivateKey } from '../es256/es256.ts'
import { isSm2PrivateKey, newSm2PrivateKey, sm2PublicKey, sm2Signer } from '../sm2/sign.ts'
import { KeyError } from './key-error.ts'

/** A key that signs statements. Its private part is a private field: inspecting, printing or serialising shows none of it. */
export interface SigningKey extends PublicKey {
  readonly id: KeyId
  /** Signs bytes (hashing is part of the algorithm); r ‖ s, 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array
}
/** A key whose private part may leave it, to be kept in a key file. */
export interface ExportableKey extends SigningKey {
  /** The private scalar, 32 bytes big-endian. Handle with care. */
  exportPrivate(): Uint8Array
}

const engines = {
  'SM2-SM3': {
    draw: newSm2PrivateKey,
    publicKey: sm2PublicKey,
    signer: sm2Signer,
    isPrivate: isSm2PrivateKey,
  },
  ES256: { draw: newEs256PrivateKey, publicKey: es256PublicKey, signer: es256Signer, isPrivate: () => true },
} as const

class OwnKey implements ExportableKey {
  readonly algorithm: Algorithm
  readonly publicKey: PublicKeyHex
  readonly id: KeyId
  readonly #privateKey: Uint8Array
  readonly #sign: (bytes: Uint8Array) => Uint8Array

  constructor(algorithm: Algorithm, privateKey: Uint8Array) {
    const { publicKey, signer } = engines[algorithm]
    const point = publicKey(privateKey)
    this.algorithm = algorithm
    this.publicKey = Buffer.from(point).toString('hex') as PublicKeyHex
    this.id = keyId(this)
    this.#privateKey = Uint8Array.from(privateKey)
    this.#sign = signer(privateKey, point)
  }

  sign(bytes: Uint8Array) {
    return this.#sign(bytes)
  }

  exportPrivate() {
    return Uint8Array.from(this.#privateKey)
  }
}

/** Draws a new key from the system's randomness. */
export const generateKey = (algorithm: Algorithm): ExportableKey =>
  new OwnKey(algorithm, engines[algorithm].draw())

/**
 * Makes a key of its private scalar, 32 bytes big-endian.
 * @throws KeyError `private-key-invalid` when it is out of the algorithm's range
 */
export const importKey = (algorithm: Algorithm, privateKey: Uint8Array): ExportableKey => {
  try {
    if (privateKey.length === 32 && engines[algorithm].isPrivate(privateKey))
      return new OwnKey(algorithm, privateKey)
  } catch {
    // OpenSSL's message would tell nothing more
  }
  throw new KeyError(
    'private-key-invalid',
    `not a private key of ${algorithm}: 32 bytes within its range are`,
  )
}
