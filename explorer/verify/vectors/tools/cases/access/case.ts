import { encodeBase64 } from '@huren/records'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { sizes } from '../../access-province.ts'
import { digest, now, trustFile } from '../../world.ts'
import { type Case, json } from '../case.ts'

/** A vector of an access receipt or list. */
export interface AccessCase extends Case {
  readonly kind: 'access-receipt' | 'access-list'
  /** Whose list it has to be. */
  readonly subject?: string
  /** Milliseconds since 1970: the checkpoint must not be older. */
  readonly notBefore?: number
}

export const base = { now, trust: json(trustFile()) }
export const { first, second } = sizes

export const flipped = (hashes: string) => {
  const bytes = hexToBytes(bytesToHex(Uint8Array.from(atob(hashes), (c) => c.charCodeAt(0))))
  bytes[5] = (bytes[5] ?? 0) ^ 1
  return encodeBase64(bytes)
}
export const more = (hashes: string) =>
  encodeBase64(hexToBytes(`${bytesToHex(bytesOf(hashes))}${digest('more')}`))
export const bytesOf = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
