import { randomBytes } from 'node:crypto'
import { sm4 } from 'sm-crypto-v2'

const ivLength = 12
const tagLength = 16

const seal = (key: Uint8Array, iv: Uint8Array, plain: Uint8Array, associatedData: Uint8Array) => {
  const mode = { mode: 'gcm', iv, associatedData, output: 'array', outputTag: true } as const
  const { output, tag } = sm4.encrypt(plain, key, mode)
  if (tag?.length !== tagLength) throw new Error('SM4-GCM made no tag')
  return Buffer.concat([iv, output, tag])
}

/**
 * Encrypts with SM4-GCM (GM/T 0002-2012 in the mode of RFC 8998, section 3): iv (12 bytes, fresh) ‖ ciphertext ‖ tag (16 bytes).
 * @param key 16 bytes
 * @param associated bytes that are authenticated with it but not encrypted
 */
export const sm4Seal = (
  key: Uint8Array,
  plain: Uint8Array,
  associated: Uint8Array = new Uint8Array(),
): Uint8Array => seal(key, randomBytes(ivLength), plain, associated)

/**
 * Decrypts what `sm4Seal` made.
 * @throws Error when key, associated bytes or content are not the ones that were sealed
 */
export const sm4Open = (
  key: Uint8Array,
  sealed: Uint8Array,
  associated: Uint8Array = new Uint8Array(),
): Uint8Array => {
  if (sealed.length < ivLength + tagLength) throw new Error('too short for SM4-GCM')
  const iv = sealed.slice(0, ivLength)
  const tag = sealed.slice(sealed.length - tagLength)
  const content = sealed.slice(ivLength, sealed.length - tagLength)
  return sm4.decrypt(content, key, { mode: 'gcm', iv, tag, associatedData: associated, output: 'array' })
}
