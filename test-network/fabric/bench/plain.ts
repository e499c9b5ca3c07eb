import { setTimeout as sleep } from 'node:timers/promises'
import { connectTo, type Network, peersOf } from '@huren/fabric-network'
import { type Acknowledgement, contractsOn, startLoad } from '@huren/fabric-network/load'
import type { Sender } from '../../bench/load.ts'

export interface PlainLoad {
  readonly seconds: number
  /** Transactions under way at a time. */
  readonly lanes: number
  readonly senders: readonly Sender[]
}

/**
 * One transaction for each record with the official client and nothing else: no gateway, no queue, no batches, as a
 * platform without this one does it. Records are signed beforehand.
 * @returns what runs it
 */
export const plainLoad = (network: Network, { seconds, lanes, senders }: PlainLoad) => {
  const batches = Array.from({ length: seconds * 150 }, (_, index) => [
    JSON.stringify(senders[index % senders.length]?.sign()),
  ])
  return async (): Promise<Acknowledgement[]> => {
    const connections = peersOf(network.consortium).map((peer) => connectTo(network, peer))
    const contracts = connections.map(({ gateway }) => contractsOn(gateway))
    const load = startLoad({ name: 'Report:submit', batches, lanes, contracts })
    await sleep(seconds * 1000)
    await load.stop()
    for (const { close } of connections) close()
    return load.acknowledged
  }
}
