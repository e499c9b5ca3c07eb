import { hash } from 'node:crypto'

/** For Node what platform.ts is for browsers. */

export const sha256Hex = (bytes: Uint8Array): string => hash('sha256', bytes)

const bufferOf = ({ buffer, byteOffset, length }: Uint8Array) => Buffer.from(buffer, byteOffset, length)

export const encodeBase64 = (bytes: Uint8Array): string => bufferOf(bytes).toString('base64')

export const decodeBase64 = (text: string): Uint8Array | undefined => {
  const bytes = Buffer.from(text, 'base64')
  // what the decoder overlooked is not there when it is encoded again
  return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined
}
