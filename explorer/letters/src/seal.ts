import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import {
  decodeBase64,
  decodeUtf8,
  encodeBase64,
  type Instant,
  type InstitutionId,
  type PublicKeyHex,
  parseStrictJson,
  type RecordId,
} from '@huren/records'
import { type Content, checkContent } from './contents.ts'
import type { Card, Letter } from './documents.ts'

/** HPKE (RFC 9180), base mode; who wrote it is shown by the signature around it. */
const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})
const info = new TextEncoder().encode('huren letter v1')

/** A letter sealed for one reader opens for no other, and not under another id. */
const boundTo = ({ letter, to }: Pick<Letter, 'letter' | 'to'>) => new TextEncoder().encode(`${letter} ${to}`)

const pointOf = (hex: PublicKeyHex) =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)).buffer

export interface Writer {
  readonly from: Letter['from']
  readonly issuer?: InstitutionId
  readonly letter: RecordId
  readonly issuedAt: Instant
  readonly notAfter: Instant
}

/** Seals a message to the device of a card (whose signature the writer has checked). @throws Refusal `payload-invalid` */
export const seal = async (
  content: Content,
  { key, sealing }: Pick<Card, 'key' | 'sealing'>,
  { letter, issuedAt, from, issuer, notAfter }: Writer,
): Promise<Letter> => {
  checkContent(content)
  const recipientPublicKey = await suite.kem.deserializePublicKey(pointOf(sealing))
  const sender = await suite.createSenderContext({ recipientPublicKey, info })
  const plain = new TextEncoder().encode(JSON.stringify(content))
  const sealed = await sender.seal(plain, boundTo({ letter, to: key }))
  return {
    issuedAt,
    letter,
    ...(issuer && { issuer }),
    from,
    to: key,
    notAfter,
    encapsulated: encodeBase64(new Uint8Array(sender.enc)),
    sealed: encodeBase64(new Uint8Array(sealed)),
  }
}

const buffer = (base64: string) => Uint8Array.from(decodeBase64(base64) ?? []).buffer

/**
 * Opens a letter with the device's key, which need not be extractable.
 * @throws Error when it is sealed to another key or was altered; Refusal when it says nothing that is known
 */
export const unseal = async (letter: Letter, recipientKey: CryptoKeyPair): Promise<Content> => {
  const enc = buffer(letter.encapsulated)
  const recipient = await suite.createRecipientContext({ recipientKey, enc, info })
  const plain = await recipient.open(buffer(letter.sealed), boundTo(letter))
  return checkContent(parseStrictJson(decodeUtf8(new Uint8Array(plain))))
}
