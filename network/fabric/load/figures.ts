import type { Acknowledgement } from './lanes.ts'

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** Throughput and latency of what was acknowledged between two moments (milliseconds since the epoch). */
export const throughput = (acknowledged: readonly Acknowledgement[], from: number, to: number) => {
  const within = acknowledged.filter(({ at }) => at >= from && at < to)
  const statements = within.reduce((sum, { ids }) => sum + ids.length, 0)
  const latencies = within.map(({ latency }) => latency).sort((a, b) => a - b)
  return {
    statements,
    perSecond: (statements * 1000) / (to - from),
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
  }
}

/** The longest time between two acknowledgements, milliseconds, from `from` on; time without any counts to `to`. */
export const longestStop = (acknowledged: readonly Acknowledgement[], from: number, to: number): number => {
  const moments = [from, ...acknowledged.map(({ at }) => at).filter((at) => at >= from && at <= to), to].sort(
    (a, b) => a - b,
  )
  return Math.max(...moments.slice(1).map((moment, index) => moment - (moments[index] ?? moment)))
}
