import type { PublicKey } from '@huren/records'
import type { BlockFault } from '../blocks/check-block.ts'

/** A signature whose key the worker does not know yet: whoever merges the summaries verifies it. */
export interface Unresolved {
  readonly key: string
  readonly message: Uint8Array
  readonly signature: Uint8Array
}
/** What an accepted statement changes about keys; times in milliseconds since 1970. */
export type KeyChange =
  | ({ readonly kind: 'registered'; readonly key: string; readonly own: boolean } & PublicKey & {
        readonly notBefore: number
        readonly notAfter: number
      })
  | { readonly kind: 'revoked'; readonly key: string; readonly from: number }

/** Who signed an accepted statement, and which of the signatures were verified. */
export interface Signed {
  /** Milliseconds since 1970. */
  readonly issuedAt: number
  readonly keys: readonly string[]
  /** Keys whose signature does not verify. */
  readonly wrong: readonly string[]
  readonly unresolved: readonly Unresolved[]
  readonly changes: readonly KeyChange[]
}

/** One statement, and what the ledger made of it. */
export interface StatementSummary {
  readonly statement: string
  readonly hasResult: boolean
  /** Central organisations declare their keys in one batch, in any order. */
  readonly bootstrap: boolean
  /** Of an accepted statement; `unreadable` when it should not have been accepted. */
  readonly signed: Signed | 'unreadable' | undefined
}

/** A key's version as one number, or `absent`. */
export const absent = -1
const transactionsPerBlock = 2 ** 20
export const versionOf = (block: number, transaction: number) => block * transactionsPerBlock + transaction

/** One transaction: what is needed to judge its flag in its turn. */
export interface TransactionSummary {
  readonly time: number | undefined
  readonly flag: number
  readonly invocation:
    | {
        /** Whether it is the audited chaincode's: of others, such as the lifecycle's, only what they wrote counts. */
        readonly audited: boolean
        readonly endorsed: boolean
        /** Digests of the keys (`digestsOf`), and which versions were read; undefined when the set cannot be read. */
        readonly reads: { readonly keys: Uint32Array; readonly versions: Float64Array } | undefined
        /** 1 where a key was deleted. */
        readonly writes: { readonly keys: Uint32Array; readonly deletes: Uint8Array }
      }
    | undefined
}

/** Everything that a block says by itself, with the configuration in force before it. */
export interface BlockSummary {
  readonly number: number
  /** Hexadecimal, both. */
  readonly hash: string
  readonly previousHash: string
  readonly contentFault: BlockFault | undefined
  readonly orderersSigned: boolean
  readonly config: 'known' | 'changed' | 'unreadable' | 'missing'
  readonly transactions: readonly TransactionSummary[]
  readonly statements: readonly StatementSummary[]
  /** The hash of each statement's leaf, 32 bytes each. */
  readonly leafHashes: Uint8Array
}

/** A channel configuration as a block carries it. */
export interface RawConfig {
  readonly channel: string
  readonly data: Uint8Array
}
export interface ChunkSummary {
  readonly blocks: readonly BlockSummary[]
  /** Files that begin like a block and are none. */
  readonly unreadable: readonly string[]
  /** In force after the last block. */
  readonly config: RawConfig | undefined
}
