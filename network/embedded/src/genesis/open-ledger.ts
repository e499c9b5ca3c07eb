import { common } from '@hyperledger/fabric-protos'
import type { Consortium } from '../identity/consortium.ts'
import type { LedgerSettings } from '../settings.ts'
import { LedgerStore } from '../store/ledger-store.ts'
import { checkFounding, parseGenesis } from './founding.ts'
import { genesisCommit } from './genesis-block.ts'

/**
 * Opens the store, founds the ledger if there is none yet, and makes sure that it is this consortium's.
 * @throws DamagedLedger, or Error that says why it cannot be used
 */
export const openLedger = async (settings: LedgerSettings, consortium: Consortium): Promise<LedgerStore> => {
  const store = await LedgerStore.open(settings.dataDir, { create: true, check: settings.check })
  try {
    if (store.height === 0) await store.commit(genesisCommit(consortium, settings))
    const genesis = common.Block.deserializeBinary((await store.block(0)) ?? new Uint8Array())
    checkFounding(parseGenesis(genesis), settings.channel, consortium.memberships)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}
