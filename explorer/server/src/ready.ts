import { gzipSync } from 'node:zlib'
import type { RequestInfo, ResponseToolkit } from '@hapi/hapi'

/** An answer as it goes out: written as JSON, and compressed, once for however many ask. */
export interface Ready {
  readonly json: Buffer
  readonly gzip: Buffer | undefined
}

/** Bytes; what is smaller is not worth compressing. */
const small = 1024

export const readyOf = (value: unknown): Ready => {
  const json = Buffer.from(JSON.stringify(value))
  // level 1: a third of the time, a tenth more bytes
  return { json, gzip: json.length < small ? undefined : gzipSync(json, { level: 1 }) }
}

/** Sends it as this browser can read it. */
export const send = (
  { json, gzip }: Ready,
  { info }: { readonly info: RequestInfo },
  h: Pick<ResponseToolkit, 'response'>,
) => {
  const isCompressed = gzip !== undefined && info.acceptEncoding === 'gzip'
  const response = h.response(isCompressed ? gzip : json).type('application/json')
  return isCompressed ? response.header('content-encoding', 'gzip').vary('accept-encoding') : response
}
