import { algorithms, parseEnvelope, recordTypeNamed } from '@huren/records'
import { test } from 'tap'
import { generateKey } from '../keys/signing-key.ts'
import { verifySignature } from '../keys/verify.ts'
import { addSignature, signStatement } from './sign.ts'

test('a statement is signed by several keys over the same bytes, and keeps its id', async (t) => {
  const payload = recordTypeNamed('report')?.valid[0]?.payload
  if (!payload) throw new Error('the record model has a valid report')
  const keys = [...algorithms.map(generateKey), generateKey('ES256')]
  const envelope = signStatement('report', payload, keys.slice(0, 2))
  const more = keys.slice(2).reduce(addSignature, envelope)
  const statement = parseEnvelope(JSON.stringify(more))
  t.strictSame(statement.payload, payload)
  t.equal(statement.id, parseEnvelope(JSON.stringify(envelope)).id)
  t.equal(more.signatures.length, 3)
  for (const [index, { keyid, sig }] of more.signatures.entries()) {
    const key = keys[index]
    if (!key) throw new Error('one signature for each key')
    const signature = Buffer.from(sig, 'base64')
    t.equal(keyid, key.id)
    t.ok(verifySignature(key, statement.signedBytes, signature))
    t.notOk(verifySignature(key, statement.payloadBytes, signature), 'not the bare payload')
  }
})
