import type { Words } from '../language.tsx'

/** What a program answered and when, or why it is not known (explorer/server, `city/known.ts`). */
export type Known<T> =
  | { readonly known: true; readonly at: string; readonly value: T }
  | ({ readonly known: false } & Words)

export interface Node {
  readonly node: string
  readonly kind: 'orderer' | 'peer'
  readonly mspId: string
  readonly address: string
  readonly dataCentre: string
  readonly running: boolean
  readonly health: string | null
  readonly height: number | null
  readonly lag: number | null
  readonly leader: boolean
  readonly certificateDays: number | null
  readonly dataBytes: number
  readonly contracts: boolean | null
}
export interface Backup {
  readonly at: string
  readonly file: string
  readonly sha256: string
  readonly bytes: number
}
export interface Feed {
  readonly at: string
  readonly channel: string
  readonly height: number
  readonly diskFreeBytes: number
  readonly nodes: readonly Node[]
  readonly contracts: { readonly packageId: string } | null
  readonly backups: readonly Backup[]
}
export interface Gateway {
  readonly ready: boolean
  readonly ledgerHeight: number | null
  readonly indexLag: number | null
  readonly queueWritable: boolean
  readonly version: string
  readonly chaincode: string
}
export interface Load {
  readonly queued: number
  readonly queuedBytes: number
  readonly deadLetters: number
  readonly accepted: number
  readonly streams: number
}
export interface ServedCertificate {
  readonly name: string
  readonly issuer: string
  readonly notBefore: string
  readonly notAfter: string
}
export interface Site {
  readonly city: string
  readonly name: Words
  readonly mspId?: string
  readonly gatewayAddress?: string
  readonly feed: Known<Feed>
  readonly gateway: Known<Gateway>
  readonly load: Known<Load>
  readonly served: readonly { readonly address: string; readonly certificate: Known<ServedCertificate> }[]
}
export interface NotaryState {
  readonly url: string
  readonly answers: boolean
  readonly health?: { readonly status?: string; readonly nextBlock?: number; readonly witnessedSize?: number }
  readonly alarms: number
}
export interface Operation {
  readonly at: string
  readonly index: { readonly height: number; readonly receiving: boolean }
  readonly sites: readonly Site[]
  readonly notaries: readonly NotaryState[]
}

export interface Alarm extends Words {
  readonly severity: 'problem' | 'warning'
  readonly source: 'node' | 'feed' | 'gateway' | 'certificate' | 'backup' | 'notary' | 'ledger'
  readonly where: string
  readonly at: string
}

export interface Party {
  readonly organisation: string
  readonly mspId: string
  readonly signed: 'yes' | 'no' | 'unverified'
  readonly must: boolean
  readonly line: string
}
export interface Request {
  readonly kind: string
  readonly digest: string
  readonly files: readonly string[]
  readonly subject: string
  readonly changes: readonly { readonly how: 'added' | 'changed' | 'removed'; readonly what: string }[]
  readonly parties: readonly Party[]
  readonly given: number
  readonly needed: number
  readonly state: 'waiting' | 'enough' | 'in-force'
  readonly inForce: { readonly block: number; readonly at: string } | null
  readonly sequence?: number
}
export interface Requests {
  readonly sites: readonly {
    readonly city: string
    readonly name: Words
    readonly requests: Known<{
      readonly waiting: readonly Request[]
      readonly unreadable: readonly (Words & { readonly file: string })[]
    }>
  }[]
  readonly pending: readonly Pending[]
}
export interface Pending {
  readonly name: string
  readonly version: string
  readonly sequence: number
  readonly approvals: readonly { readonly mspId: string; readonly block: number; readonly at: string }[]
}
