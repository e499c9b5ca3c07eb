import type { Label } from '@huren/records'
import type { Feed, FeedRequest } from './feed.ts'

/** What a program answered and when, or why it is not known. Nothing is made up. */
export type Known<T> =
  | { readonly known: true; readonly at: string; readonly value: T }
  | ({ readonly known: false } & Label)

/** What a gateway says of itself: `/readyz`, `/v1/about`. */
export interface GatewayState {
  readonly ready: boolean
  /** Blocks of the ledger behind it; null when it does not reach it. */
  readonly ledgerHeight: number | null
  /** Blocks that its index is behind. */
  readonly indexLag: number | null
  readonly queueWritable: boolean
  readonly version: string
  readonly chaincode: string
}

/** Gauges and counters of a gateway's `/metrics`. */
export interface GatewayLoad {
  readonly queued: number
  readonly queuedBytes: number
  readonly deadLetters: number
  readonly accepted: number
  readonly streams: number
}

/** The certificate that a node shows to whoever connects. */
export interface ServedCertificate {
  readonly name: string
  readonly issuer: string
  readonly notBefore: string
  readonly notAfter: string
}

/** Everything that is known of a city's part. */
export interface SiteState {
  readonly city: string
  readonly name: Label
  readonly mspId?: string
  readonly gatewayAddress?: string
  readonly feed: Known<Omit<Feed, 'requests'>>
  readonly gateway: Known<GatewayState>
  readonly load: Known<GatewayLoad>
  readonly served: readonly { readonly address: string; readonly certificate: Known<ServedCertificate> }[]
}

export interface NotaryState {
  readonly url: string
  readonly answers: boolean
  readonly health?: { readonly status?: string; readonly nextBlock?: number; readonly witnessedSize?: number }
  readonly alarms: number
}

/** How the cities' parts run (CITY-33). */
export interface Operation {
  readonly at: string
  readonly index: { readonly height: number; readonly receiving: boolean }
  readonly sites: readonly SiteState[]
  readonly notaries: readonly NotaryState[]
}

/** Something that is wrong or soon will be, and what to do about it. */
export interface Alarm extends Label {
  readonly severity: 'problem' | 'warning'
  readonly source: 'node' | 'feed' | 'gateway' | 'certificate' | 'backup' | 'notary' | 'ledger'
  readonly where: string
  /** When it was seen or raised, ISO 8601. */
  readonly at: string
}

/** An organisation that may sign a request. */
export interface Party {
  readonly organisation: string
  readonly mspId: string
  /** `unverified`: a signature in its name that is not its administrator's, or not over this request. */
  readonly signed: 'yes' | 'no' | 'unverified'
  /** Nobody else's signature does instead. */
  readonly must: boolean
  /** What it runs on its own machine. */
  readonly line: string
}

/** A change that waits, or that the blocks already have. */
export interface WaitingRequest extends Omit<FeedRequest, 'signed' | 'commands'> {
  readonly parties: readonly Party[]
  /** Signatures of organisations that count, and how many are needed. */
  readonly given: number
  readonly needed: number
  readonly state: 'waiting' | 'enough' | 'in-force'
  readonly inForce: { readonly block: number; readonly at: string } | null
}

/** Contracts that organisations have approved and that are not in force. */
export interface PendingContracts {
  readonly name: string
  readonly version: string
  readonly sequence: number
  readonly approvals: readonly { readonly mspId: string; readonly block: number; readonly at: string }[]
}

export interface Requests {
  readonly sites: readonly {
    readonly city: string
    readonly name: Label
    readonly requests: Known<{
      readonly waiting: readonly WaitingRequest[]
      readonly unreadable: readonly (Label & { readonly file: string })[]
    }>
  }[]
  readonly pending: readonly PendingContracts[]
}
