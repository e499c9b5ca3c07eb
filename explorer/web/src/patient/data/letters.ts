import {
  type Content,
  checkSignedBy,
  type Letter,
  type Opened,
  openDocument,
  openSelfSigned,
  unseal,
  type Verify,
} from '@huren/letters'
import { type InstitutionId, isStatementOf, type KeyId, type PublicKey, signingKey } from '@huren/records'
import { verifySignature } from '@huren/verify'
import { ask } from '../../api.ts'
import { prove } from '../../proof/prove.ts'
import type { Device } from '../device/device.ts'
import { api } from './server.ts'

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

export const verify: Verify = ({ algorithm, publicKey }, message, signature) =>
  verifySignature({ algorithm, publicKey: bytesOf(publicKey), message, signature })

/** A letter that this device opened, from a writer whose registration this browser has proven. */
export interface Received {
  readonly letter: Letter
  readonly content: Content
}

/** An institution's key, believed only with a proof of its registration. */
const institutionsKey = async (from: KeyId, issuer: InstitutionId): Promise<PublicKey | undefined> => {
  const { id, text } = JSON.parse(await ask(`${api}/signers/${from}`))
  const proof = await prove(id, text, api)
  if (proof.kind !== 'proven' || proof.verdict.outcome !== 'valid') return undefined
  const { statement } = proof
  if (!isStatementOf(signingKey, statement)) return undefined
  const { key, institution, algorithm, publicKey } = statement.payload
  return key === from && institution === issuer ? { algorithm, publicKey } : undefined
}

/** Another patient's key: its letter counts only with the grant that it signed, so that its id is enough here. */
const patientsKey = async (from: KeyId): Promise<PublicKey | undefined> => {
  const { payload } = openSelfSigned('card', await ask(`${api}/cards/${from}`), verify)
  return payload.key === from ? payload : undefined
}

const known = new Map<string, Promise<PublicKey | undefined>>()

const writersKey = ({ payload: { from, issuer } }: Opened<Letter>) => {
  const found = known.get(from) ?? (issuer ? institutionsKey(from, issuer) : patientsKey(from))
  known.set(from, found)
  found.then(
    (key) => key ?? known.delete(from),
    () => known.delete(from),
  )
  return found
}

const open = async (device: Device, text: string): Promise<Received | undefined> => {
  const document = openDocument('letter', text)
  const key = await writersKey(document)
  if (!key) return undefined
  checkSignedBy(document, key, verify)
  return { letter: document.payload, content: await unseal(document.payload, device.sealing) }
}

export interface Letters {
  readonly received: readonly Received[]
  /** Letters that could not be opened, or whose writer could not be proven. */
  readonly doubtful: number
}

/** Fetches and opens this device's letters. @throws Problem */
export const readLetters = async (device: Device): Promise<Letters> => {
  const { letters }: { letters: string[] } = JSON.parse(await ask(`${api}/letters`))
  const opened = await Promise.all(letters.map((text) => open(device, text).catch(() => undefined)))
  const received = opened.filter((each) => each !== undefined)
  return { received, doubtful: letters.length - received.length }
}
