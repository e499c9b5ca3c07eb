import type { PlacedNode } from '../description/nodes.ts'

/** One gauge of a node's metrics (Prometheus text exposition format), for one channel; null when it is not there. */
export type Gauge = (name: RegExp) => number | null

const gaugeIn =
  (text: string, channel: string): Gauge =>
  (name) => {
    const line = new RegExp(`^(?:${name.source})\\{[^}]*channel="${channel}"[^}]*\\} (\\S+)$`, 'm').exec(text)
    return line ? Number(line.at(-1)) : null
  }

/** Reads a node's metrics from its operations address; null when it does not answer. */
export const metricsOf = async (
  { host, operationsPort }: PlacedNode,
  channel: string,
): Promise<Gauge | null> => {
  try {
    const answer = await fetch(`http://${host}:${operationsPort}/metrics`, {
      signal: AbortSignal.timeout(3000),
    })
    return gaugeIn(await answer.text(), channel)
  } catch {
    return null
  }
}

/** Blocks a node holds. */
export const heightOf = (gauge: Gauge, { kind }: PlacedNode): number | null => {
  if (kind === 'peer') return gauge(/ledger_blockchain_height/)
  const last = gauge(/consensus_(?:BFT|etcdraft)_committed_block_number/)
  return last === null ? null : last + 1
}

/** Whether an orderer leads. */
export const isLeader = (gauge: Gauge) => gauge(/consensus_(?:BFT|etcdraft)_is_leader/) === 1
