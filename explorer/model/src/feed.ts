import type { Label } from '@huren/records'

/** A node of the city's own, as its machine sees it (`huren network feed`). */
export interface FeedNode {
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
  /** Whether the contract service beside a peer runs. */
  readonly contracts: boolean | null
}
export interface FeedFinding extends Label {
  readonly severity: 'problem' | 'warning'
  readonly where: string
}
export interface FeedBackup {
  readonly at: string
  readonly file: string
  readonly sha256: string
  readonly bytes: number
}
/** A change that waits for organisations; signatures were checked on the city's machine. */
export interface FeedRequest {
  readonly kind: string
  readonly digest: string
  readonly files: readonly string[]
  readonly subject: string
  readonly changes: readonly { readonly how: 'added' | 'changed' | 'removed'; readonly what: string }[]
  readonly requirement: { readonly central: number; readonly owners: readonly string[] }
  readonly signed: readonly { readonly mspId: string; readonly valid: boolean }[]
  readonly sequence?: number
  readonly commands: readonly {
    readonly organisation: string
    readonly mspId: string
    readonly line: string
  }[]
}
export interface Feed {
  readonly version: 1
  readonly at: string
  readonly channel: string
  readonly height: number
  readonly diskFreeBytes: number
  readonly nodes: readonly FeedNode[]
  readonly contracts: { readonly packageId: string } | null
  readonly findings: readonly FeedFinding[]
  readonly backups: readonly FeedBackup[]
  readonly requests: {
    readonly waiting: readonly FeedRequest[]
    readonly unreadable: readonly (Label & { readonly file: string })[]
  } | null
}
