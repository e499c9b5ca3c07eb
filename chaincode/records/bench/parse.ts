/** How many statements a second one core reads: `node chaincode/records/bench/parse.ts` */

import { sample } from '../src/core/samples.ts'
import { encodeBase64, encodePayload, makeEnvelope, parseEnvelope, recordTypes } from '../src/index.ts'

const signature = { keyid: sample.key('ES256').key, sig: encodeBase64(new Uint8Array(64)) }
const seconds = 1

const rate = (texts: readonly string[]): number => {
  const end = performance.now() + seconds * 1000
  let read = 0
  while (performance.now() < end)
    for (const text of texts) read += parseEnvelope(text).payloadBytes.length > 0 ? 1 : 0
  return read / seconds
}

for (const { name, valid } of recordTypes) {
  const texts = valid.map(({ payload }) =>
    JSON.stringify(makeEnvelope(name, encodePayload(payload), [signature])),
  )
  rate(texts)
  console.log(`${name.padEnd(24)} ${Math.round(rate(texts)).toLocaleString('en').padStart(8)} statements/s`)
}
