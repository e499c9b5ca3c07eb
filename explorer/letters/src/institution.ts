import {
  type Commitment,
  type Envelope,
  type Instant,
  type InstitutionId,
  type KeyId,
  type PatientKey,
  type RecordId,
  Refusal,
} from '@huren/records'
import type { Content } from './contents.ts'
import type { Card } from './documents.ts'
import { readOffer } from './offer.ts'
import { seal } from './seal.ts'
import { openSelfSigned, type Signer, signDocument, type Verify } from './signed.ts'

/** The explorer refused, with its code and sentence. */
export class ExplorerRefusal extends Error {
  override readonly name = 'ExplorerRefusal'
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, title: string) {
    super(title)
    this.status = status
    this.code = code
  }
}

const ask = async (explorer: string, path: string, init: RequestInit = {}): Promise<string> => {
  const response = await fetch(`${explorer}/patient/api/${path}`, {
    ...init,
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(15_000),
  }).catch(() => {
    throw new ExplorerRefusal(503, 'explorer-away', `${explorer} 没有回应 does not answer`)
  })
  const text = await response.text()
  if (response.ok) return text
  const isProblem = response.headers.get('content-type')?.includes('json')
  const { code = 'unexpected-answer', title = '' } = isProblem ? JSON.parse(text) : {}
  throw new ExplorerRefusal(response.status, code, title)
}
const post = (explorer: string, path: string, body: unknown) =>
  ask(explorer, path, { method: 'POST', body: JSON.stringify(body) })

/**
 * At the counter: takes the card that the patient's screen offers. The code works once; the key's id comes from the
 * screen itself, so that the server cannot offer another key.
 * @param offer the text of the QR code
 * @throws Refusal when the code or the card is not what it should be; ExplorerRefusal `offer-unknown`
 */
export const takeOffer = async (offer: string, verify: Verify): Promise<{ explorer: string; card: Card }> => {
  const { explorer, code, key } = readOffer(offer)
  const { payload } = openSelfSigned('card', await post(explorer, 'offers/take', { code }), verify)
  if (payload.key !== key || payload.code !== code)
    throw new Refusal('key-id-mismatch', 'the card is not of the key on the screen: stop and ask', 'key')
  return { explorer, card: payload }
}

/** The card of a key that is bound already, for who wants to write to it. @throws as `takeOffer` */
export const cardOf = async (explorer: string, key: KeyId, verify: Verify): Promise<Card> => {
  const { payload } = openSelfSigned('card', await ask(explorer, `cards/${key}`), verify)
  if (payload.key !== key) throw new Refusal('key-id-mismatch', 'the card is of another key', 'key')
  return payload
}

export interface Binding {
  readonly issuer: InstitutionId
  /** The person, committed with a salt that the institution keeps. */
  readonly subject: Commitment
  readonly assurance: PatientKey['assurance']
  readonly days: number
  /** The key of a lost phone, of the same person, that this institution bound. */
  readonly replaces?: KeyId
}

/** The statement that this key is this person's, for the institution's administration key to sign. @param now milliseconds since 1970 */
export const bindingOf = (
  { key, algorithm, publicKey }: Card,
  { issuer, subject, assurance, days, replaces }: Binding,
  now = Date.now(),
): PatientKey => {
  const at = (milliseconds: number) => new Date(milliseconds).toISOString() as Instant
  return {
    issuer,
    issuedAt: at(now),
    key,
    algorithm,
    publicKey,
    subject,
    assurance,
    notBefore: at(now),
    notAfter: at(now + days * 86_400_000),
    ...(replaces && { replaces }),
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * Leaves a letter in the explorer's letterbox; once more is harmless. Just after a binding the explorer may not have
 * seen it yet: it is asked again for `patience` seconds.
 * @throws ExplorerRefusal
 */
export const deliver = async (explorer: string, letter: Envelope, patience = 20): Promise<void> => {
  try {
    await post(explorer, 'letters', letter)
  } catch (error) {
    const isEarly = error instanceof ExplorerRefusal && error.code === 'reader-unknown'
    if (!isEarly || patience <= 0) throw error
    await pause(1000)
    await deliver(explorer, letter, patience - 1)
  }
}

export interface LetterOptions {
  readonly issuer: InstitutionId
  /** For how long it is kept for its reader, in days. */
  readonly days: number
  /** The same letter again has the same id. */
  readonly letter?: RecordId
}

/** Seals a message to a patient's device, signed by an institution's registered key. @throws Refusal `payload-invalid` */
export const writeLetter = async (
  content: Content,
  card: Card,
  signer: Signer,
  { issuer, days, letter = crypto.randomUUID() as RecordId }: LetterOptions,
): Promise<Envelope> => {
  const issuedAt = new Date().toISOString() as Instant
  const notAfter = new Date(Date.now() + days * 86_400_000).toISOString() as Instant
  const sealed = await seal(content, card, { from: signer.id, issuer, letter, issuedAt, notAfter })
  return signDocument('letter', sealed, signer)
}
