import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { test } from 'tap'
import { noteSigner } from '../vectors/tools/keys.ts'
import { parseNote, parseVerifierKey, verifyNoteSignature } from './note.ts'
import { verifySignature } from './signature.ts'

test('C2SP signed-note: the example of the specification verifies with its verifier key, and damaged does not', async (t) => {
  const key = parseVerifierKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')
  const text = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`
  const note = parseNote(text)
  const [signature] = note.signatures
  t.equal(signature?.id, key.id)
  t.ok(signature && verifyNoteSignature(note, key, signature))
  const changed = parseNote(text.replace('example message', 'exemple message'))
  t.notOk(signature && verifyNoteSignature(changed, key, signature))
})

test("C2SP signed-note: golang.org/x/mod's documentation example, PeterNeumann", async (t) => {
  const key = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
  const note = parseNote(`If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`)
  t.ok(verifyNoteSignature(note, key, note.signatures[0]!))
})

test('SM2 signature of GM/T 0003.5: the published key and signature verify, any change does not', async (t) => {
  const publicKey =
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13'
  const signature = hexToBytes(
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
  )
  const holds = (message: string, of: Uint8Array) =>
    verifySignature({
      algorithm: 'SM2-SM3',
      publicKey: hexToBytes(publicKey),
      message: utf8ToBytes(message),
      signature: of,
    })
  t.ok(holds('message digest', signature))
  t.notOk(holds('message digesu', signature))
  t.notOk(holds('message digest', signature.toReversed()))
  t.notOk(holds('message digest', concatBytes(signature, Uint8Array.of(0))))
})

test('a verifier key says what it is: Ed25519, cosignature and SM2-SM3 are told apart', async (t) => {
  for (const type of ['ed25519', 'cosignature', 'sm2-sm3'] as const) {
    const signer = noteSigner('name.example', type)
    const key = parseVerifierKey(signer.verifierKey)
    t.equal(key.type, type)
    const note = parseNote(`text\n\n${signer.sign('text\n', 1_700_000_000)}\n`)
    t.ok(verifyNoteSignature(note, key, note.signatures[0]!))
  }
})
