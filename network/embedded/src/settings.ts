/** When a block is cut: whichever of these comes first. Sizes in bytes, times in milliseconds. */
export interface BatchSettings {
  /** Transactions in one block. */
  maxMessages: number
  /** A block is cut before it would grow beyond this; a larger transaction gets a block of its own. */
  preferredMaxBytes: number
  /** A larger transaction is refused. */
  absoluteMaxBytes: number
  /** How long the first waiting transaction waits for company. */
  timeout: number
  /** Nothing more is taken into the order while more than this waits for its block. */
  maxWaitingBytes: number
}

/** How the ledger is run. Times in milliseconds. */
export interface LedgerSettings {
  /** Folder of the store; made if missing. One process at a time. */
  dataDir: string
  /** Folder written by createConsortium of \@huren/crypto-config. */
  consortiumDir: string
  host: string
  /** 0 takes a free port. */
  port: number
  /** Module (package name, path or file URL) that exports createChaincode(). */
  chaincode: string
  channel: string
  chaincodeName: string
  batch: BatchSettings
  /** A transaction function that takes longer is given up. */
  executionTimeout: number
  /** A proposal whose timestamp is further from this machine's clock is refused. */
  clockTolerance: number
  /** Calls of one service in progress at a time; more are refused with RESOURCE_EXHAUSTED. */
  concurrency: number
  /** What opening checks: every block and the whole state, or only the last hundred blocks. */
  check: 'full' | 'recent'
}

export const defaults: Omit<LedgerSettings, 'dataDir' | 'consortiumDir'> = {
  host: '127.0.0.1',
  port: 0,
  chaincode: '@huren/contracts',
  channel: 'huren',
  chaincodeName: 'huren',
  batch: {
    maxMessages: 200,
    preferredMaxBytes: 4 << 20,
    absoluteMaxBytes: 32 << 20,
    timeout: 20,
    maxWaitingBytes: 256 << 20,
  },
  executionTimeout: 30_000,
  clockTolerance: 10 * 60_000,
  concurrency: 500,
  check: 'full',
}

export type LedgerOptions = Pick<LedgerSettings, 'dataDir' | 'consortiumDir'> &
  Partial<Omit<LedgerSettings, 'batch'>> & { batch?: Partial<BatchSettings> }

export const withDefaults = (options: LedgerOptions): LedgerSettings => ({
  ...defaults,
  ...options,
  batch: { ...defaults.batch, ...options.batch },
})
