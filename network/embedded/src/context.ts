import type { Endorser } from './endorser/endorser.ts'
import type { ChannelMembership } from './identity/msp.ts'
import type { Orderer } from './orderer/orderer.ts'
import type { LedgerSettings } from './settings.ts'
import type { ChaincodeSupport } from './shim/chaincode-support.ts'
import type { LedgerStore } from './store/ledger-store.ts'

/** The parts of a running ledger that its services use. */
export interface LedgerContext {
  settings: LedgerSettings
  store: LedgerStore
  membership: ChannelMembership
  /** One per organisation. */
  endorsers: readonly Endorser[]
  chaincode: ChaincodeSupport
  orderer: Orderer
  /** Port of the services, known once they listen. */
  port: number
}
