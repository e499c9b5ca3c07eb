import { verifySignature } from '@huren/crypto-config'
import type { PublicKey } from '@huren/records'
import type { DeviationCode } from './deviation.ts'
import type { KeyChange, Signed, StatementSummary, Unresolved } from './summary.ts'

interface Key extends PublicKey {
  readonly notBefore: number
  readonly notAfter: number
  revokedFrom: number
}
export interface AuthorFault {
  readonly code: DeviationCode
  readonly detail: string
}

/** Replays the registry of keys and asks of each accepted statement whether its keys were right at its turn. */
export class Authors {
  readonly #keys = new Map<string, Key>()

  /** Every key that has been registered so far, with its id. */
  get keys(): ReadonlyMap<string, PublicKey> {
    return this.#keys
  }

  /** Bootstrap declares its keys in one batch, in any order: they are all known before the first is judged. */
  declare(statements: readonly StatementSummary[]): void {
    for (const { bootstrap, signed } of statements)
      if (bootstrap && signed && signed !== 'unreadable') this.#remember(signed.changes)
  }

  judge({ signed, bootstrap }: StatementSummary): AuthorFault[] {
    if (signed === undefined) return []
    if (signed === 'unreadable')
      return [
        { code: 'signature-invalid', detail: 'accepted by the ledger, but it cannot be read as a statement' },
      ]
    const faults = [
      ...signed.keys.flatMap((id) => this.#faultsOf(id, signed)),
      ...signed.changes.flatMap((change) =>
        change.kind === 'registered' && !change.own
          ? [
              {
                code: 'key-id',
                detail: `the registered key ${change.key} is not the id of its public key`,
              } as const,
            ]
          : [],
      ),
    ]
    if (!bootstrap) this.#remember(signed.changes)
    return faults
  }

  #faultsOf(id: string, signed: Signed): AuthorFault[] {
    const key = this.#keys.get(id)
    if (!key) return [{ code: 'key-unknown', detail: `signed by key ${id}, which was not registered before` }]
    const isWrong =
      signed.wrong.includes(id) || signed.unresolved.some((claim) => claim.key === id && !holds(key, claim))
    return [
      ...timeFaults(key, id, signed.issuedAt),
      ...(isWrong
        ? [{ code: 'signature-invalid', detail: `the signature by key ${id} does not verify` } as const]
        : []),
    ]
  }

  #remember(changes: readonly KeyChange[]): void {
    for (const change of changes)
      if (change.kind === 'revoked') this.#revoke(change.key, change.from)
      else if (change.own) {
        const { key, algorithm, publicKey, notBefore, notAfter } = change
        const revokedFrom = this.#keys.get(key)?.revokedFrom ?? Number.POSITIVE_INFINITY
        this.#keys.set(key, { algorithm, publicKey, notBefore, notAfter, revokedFrom })
      }
  }

  #revoke(id: string, from: number): void {
    const key = this.#keys.get(id)
    if (key) key.revokedFrom = Math.min(key.revokedFrom, from)
  }
}

const holds = (key: PublicKey, { message, signature }: Unresolved) => verifySignature(key, message, signature)

const timeFaults = (key: Key, id: string, at: number): AuthorFault[] => {
  const detail = `signed at ${new Date(at).toISOString()} by key ${id}`
  if (at < key.notBefore) return [{ code: 'key-not-yet-valid', detail }]
  if (at >= key.notAfter) return [{ code: 'key-expired', detail }]
  return at >= key.revokedFrom ? [{ code: 'key-revoked', detail }] : []
}
