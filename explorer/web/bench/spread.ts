/** Milliseconds, rounded. */
export interface Spread {
  readonly p50: number
  readonly p95: number
}

/** The smallest time that so large a share of all does not exceed (nearest rank). */
const at = (sorted: readonly number[], share: number) =>
  Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN)

export const spreadOf = (times: readonly number[]): Spread => {
  const sorted = times.toSorted((a, b) => a - b)
  return { p50: at(sorted, 0.5), p95: at(sorted, 0.95) }
}

export const slowest = (rows: Readonly<Record<string, Spread>>): number =>
  Math.max(...Object.values(rows).map(({ p95 }) => p95))
