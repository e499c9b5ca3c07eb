import { Gateway, ProblemError, type Submitted, signedBy } from '@huren/client'
import type { SigningKey } from '@huren/crypto-config'
import type { Envelope, StatementId } from '@huren/records'
import { AccessLogError } from '../error.ts'

/** The head of a log as the ledger has it. */
export interface LedgerHead {
  readonly size: number
  readonly root: string
  readonly statement: StatementId
}

/** The ledger through a gateway, and receipts through a notary: all that anchoring needs of them. */
export interface Ledger {
  submit(envelope: Envelope): Promise<Submitted>
  /** Undefined for a log that the ledger has never seen. */
  head(log: string): Promise<LedgerHead | undefined>
  /** The receipt of a statement; undefined until it is witnessed. */
  receipt(id: StatementId): Promise<object | undefined>
}

export interface LedgerAddresses {
  readonly gateway: string
  readonly notary: string
}

/** Seconds to wait for the ledger's answer, and milliseconds for a receipt. */
const patience = { commit: 20, receipt: 5_000 }

export const ledgerAt = ({ gateway, notary }: LedgerAddresses, key: SigningKey): Ledger => {
  const client = new Gateway({ url: gateway, credentials: signedBy(key), retries: 0, timeout: 30_000 })
  return {
    submit: async (envelope) => {
      const [result] = await client.submit([envelope], { wait: patience.commit })
      if (!result) throw new AccessLogError('ledger-unreachable', 'the gateway answered without a result')
      return result
    },
    head: async (log) => {
      try {
        return (await client.get<{ state: LedgerHead }>('access-logs', log)).state
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return undefined
        throw error
      }
    },
    receipt: async (id) => {
      const url = new URL(`receipts/${id}`, notary.endsWith('/') ? notary : `${notary}/`)
      const response = await fetch(url, { signal: AbortSignal.timeout(patience.receipt) })
      if (response.ok) return (await response.json()) as object
      await response.body?.cancel()
      if (response.status === 404 || response.status === 409) return undefined
      throw new AccessLogError('notary-unreachable', `the notary answered ${response.status}`)
    },
  }
}
