/** Milliseconds, rounded. */
export interface Spread {
  readonly p50: number
  readonly p95: number
}

const at = (sorted: readonly number[], share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)

export const spreadOf = (times: readonly number[]): Spread => {
  const sorted = times.toSorted((a, b) => a - b)
  return { p50: at(sorted, 0.5), p95: at(sorted, 0.95) }
}

export const slowest = (rows: Readonly<Record<string, Spread>>): number =>
  Math.max(...Object.values(rows).map(({ p95 }) => p95))
