import { type KeyId, keyId, type PublicKeyHex } from '@huren/records'
import { get, set } from 'idb-keyval'

/** The keys of this device: WebCrypto keeps their private parts, and no script can read them. */
export interface Device {
  readonly key: KeyId
  readonly algorithm: 'ES256'
  readonly publicKey: PublicKeyHex
  readonly sealingKey: PublicKeyHex
  readonly signing: CryptoKeyPair
  readonly sealing: CryptoKeyPair
  readonly madeAt: string
}

const hexOf = async ({ publicKey }: CryptoKeyPair) => {
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  return Array.from(point, (byte) => byte.toString(16).padStart(2, '0')).join('') as PublicKeyHex
}

/** Accounts that share a browser do not share a key. */
const place = (account: string) => `device/${account}`

export const loadDevice = (account: string): Promise<Device | undefined> => get<Device>(place(account))

/** Makes the device's keys: one that signs, one to which letters are sealed; neither is extractable. */
export const makeDevice = async (account: string): Promise<Device> => {
  const curve = { namedCurve: 'P-256' }
  const signing = await crypto.subtle.generateKey({ name: 'ECDSA', ...curve }, false, ['sign', 'verify'])
  const sealing = await crypto.subtle.generateKey({ name: 'ECDH', ...curve }, false, ['deriveBits'])
  const [publicKey, sealingKey] = [await hexOf(signing), await hexOf(sealing)]
  const algorithm = 'ES256'
  const device: Device = {
    key: keyId({ algorithm, publicKey }),
    algorithm,
    publicKey,
    sealingKey,
    signing,
    sealing,
    madeAt: new Date().toISOString(),
  }
  await set(place(account), device)
  await navigator.storage?.persist?.()
  return device
}
