import { decodeBase64 } from '@huren/records'
import { type RejectionCode, reject } from './verdict.ts'

/**
 * Standard base64 (RFC 4648, section 4), padded, without line breaks and with zero pad bits: one text for one
 * sequence of bytes, so that nothing can be varied without being noticed.
 * @throws Rejection with the given code
 */
export const fromBase64 = (text: string, code: RejectionCode): Uint8Array =>
  decodeBase64(text) ?? reject(code, '不是标准的 base64 编码。', 'This is not standard base64.')
