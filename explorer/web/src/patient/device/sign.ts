import { type Card, type Presence, type Signer, signDocument } from '@huren/letters'
import { encodeBase64, type Instant } from '@huren/records'
import { createSignature } from 'http-message-sig'
import type { Device } from './device.ts'

export const now = () => new Date().toISOString() as Instant

/** The device as a signer: r ‖ s by WebCrypto (ECDSA, P-256, SHA-256). */
export const signerOf = ({ key: id, algorithm, publicKey, signing }: Device): Signer => ({
  id,
  algorithm,
  publicKey,
  sign: async (bytes) =>
    new Uint8Array(
      await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signing.privateKey, bytes.slice()),
    ),
})

const publicPart = ({ key, algorithm, publicKey }: Device) => ({ key, algorithm, publicKey })

/** The device's card; with a code it is an offer to the counter that reads the code. */
export const signCard = (device: Device, code?: string) => {
  const card: Card = {
    issuedAt: now(),
    ...publicPart(device),
    sealing: device.sealingKey,
    ...(code && { code }),
  }
  return signDocument('card', card, signerOf(device))
}

export const signPresence = (
  device: Device,
  { audience, challenge }: Pick<Presence, 'audience' | 'challenge'>,
) =>
  signDocument('presence', { issuedAt: now(), ...publicPart(device), audience, challenge }, signerOf(device))

/** Seconds for which a signed request may be under way. */
const lifetime = 120
const derived = ['@method', '@authority', '@path', '@query']

const fieldsOf = async (body: string) => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body)))
  return { 'content-type': 'application/json', 'content-digest': `sha-256=:${encodeBase64(digest)}:` }
}

/**
 * HTTP Message Signature (RFC 9421) with Content-Digest (RFC 9530): the gateway knows the device, whoever carries it.
 * @param body absent for a request without one
 */
export const signRequest = async (device: Device, targetUri: string, body?: string, method = 'POST') => {
  const fields: Record<string, string> = body === undefined ? {} : await fieldsOf(body)
  const created = Math.floor(Date.now() / 1000)
  const { signature, signatureInput } = await createSignature(
    {
      kind: 'request',
      method,
      targetUri,
      fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
    },
    {
      label: 'sig',
      components: [...derived, ...Object.keys(fields)],
      parameters: {
        created,
        expires: created + lifetime,
        nonce: crypto.randomUUID(),
        keyid: device.key,
        alg: 'ecdsa-p256-sha256',
      },
      signer: { algorithm: 'ecdsa-p256-sha256', sign: async (bytes) => signerOf(device).sign(bytes) },
    },
  )
  return { ...fields, signature, 'signature-input': signatureInput }
}
