/** A count, or a share of another count. */
export interface Value {
  readonly numerator: number
  readonly denominator?: number
}

/** A share from 0 to 1, or a count; undefined for a share of nothing. */
export const amountOf = ({ numerator, denominator }: Value): number | undefined =>
  denominator === undefined ? numerator : denominator === 0 ? undefined : numerator / denominator

export const textOf = (value: Value): string => {
  const number = amountOf(value)
  if (number === undefined) return '—'
  return value.denominator === undefined ? number.toLocaleString() : `${(number * 100).toFixed(1)}%`
}
