import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { WebAuthnCredential } from '@simplewebauthn/server'
import { Level } from 'level'
import type { Person } from '../sign-in/accounts.ts'

interface Kept {
  /** The account as its provider named it when the passkey was made. */
  readonly person: Person
  /** COSE public key, base64url. */
  readonly publicKey: string
  readonly counter: number
  readonly transports?: WebAuthnCredential['transports']
  /** Milliseconds since 1970: the provider is asked again after that. */
  readonly until: number
}

/** Passkeys by their id: which account signs in with which; nothing of the keys that sign consents. */
export class Passkeys {
  readonly #db: Level<string, Kept>

  private constructor(db: Level<string, Kept>) {
    this.#db = db
  }

  static async open(dataDir: string): Promise<Passkeys> {
    const folder = join(dataDir, 'passkeys')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const db = new Level<string, Kept>(folder, { valueEncoding: 'json' })
    await db.open()
    return new Passkeys(db)
  }

  put(
    person: Person,
    { id, publicKey, counter, transports }: WebAuthnCredential,
    until: number,
  ): Promise<void> {
    const encoded = Buffer.from(publicKey).toString('base64url')
    return this.#db.put(id, { person, publicKey: encoded, counter, until, ...(transports && { transports }) })
  }

  /** A passkey that has not lapsed. */
  async find(
    id: string,
    now = Date.now(),
  ): Promise<{ person: Person; credential: WebAuthnCredential } | undefined> {
    const kept = await this.#db.get(id)
    if (!kept || now >= kept.until) return undefined
    const { person, publicKey, counter, transports } = kept
    const credential = { id, publicKey: Uint8Array.from(Buffer.from(publicKey, 'base64url')), counter }
    return { person, credential: { ...credential, ...(transports && { transports }) } }
  }

  async count(id: string, counter: number): Promise<void> {
    const kept = await this.#db.get(id)
    if (kept) await this.#db.put(id, { ...kept, counter })
  }

  close(): Promise<void> {
    return this.#db.close()
  }
}
