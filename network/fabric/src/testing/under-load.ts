import { reckon } from '../../load/account.ts'
import { startLoad } from '../../load/lanes.ts'
import { reportBatches } from '../../load/reports.ts'
import { prepare } from '../../load/setup.ts'
import type { DefaultOptions } from '../description/default.ts'
import type { Network } from '../run/network.ts'
import { temporaryNetwork } from './network.ts'

/** What is needed of a test. */
interface Assertions {
  teardown(after: () => Promise<void>): void
  match(found: unknown, wanted: object, message: string): boolean
  ok(value: unknown, message: string): boolean
}

/**
 * Does something to a network while signed reports are submitted to it; afterwards everything acknowledged must be on the
 * ledger, once.
 */
export const underLoad = async (
  t: Assertions,
  work: (network: Network) => Promise<void>,
  options: DefaultOptions = {},
): Promise<void> => {
  const { network, remove } = await temporaryNetwork(options)
  t.teardown(remove)
  const { gateways, contracts, authors, close } = await prepare(network)
  const batches = reportBatches(authors, { statements: 2000, batch: 5 })
  const load = startLoad({ name: 'Report:submit', batches, lanes: 2, contracts })
  try {
    await work(network)
  } finally {
    await load.stop()
    t.teardown(async () => close())
  }
  const [gateway] = gateways
  const account = gateway && (await reckon(gateway, load.acknowledged))
  t.match(account, { lost: 0, doubled: 0 }, 'nothing is lost, nothing is doubled')
  t.ok((account?.acknowledged ?? 0) > 0, `${account?.acknowledged} statements were acknowledged meanwhile`)
}
