import { Refusal } from './refusal.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * UTF-8 (RFC 3629) to text; a byte order mark is kept, so that JSON refuses it.
 * @throws Refusal `unicode-ill-formed`
 */
export const decodeUtf8 = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new Refusal('unicode-ill-formed', 'bytes are not UTF-8')
  }
}

export { decodeBase64, encodeBase64 } from '#platform'
