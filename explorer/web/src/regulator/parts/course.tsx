import { Chart } from '../../chart.tsx'
import { amountOf, type Value } from '../indicator.ts'

export interface CourseDay extends Value {
  readonly day: string
}

interface Props {
  readonly label: string
  readonly kind: 'line' | 'bar'
  readonly days: readonly CourseDay[]
  readonly dark: boolean
  /** Somebody wants to see what is behind a day. */
  readonly onPick: (day: string) => void
}

/** A share in percent with one decimal, or the count itself. */
const shown = (value: CourseDay): number | null => {
  const number = amountOf(value)
  if (number === undefined) return null
  return value.denominator === undefined ? number : Math.round(number * 1000) / 10
}

/** An indicator's course over days, as its definition says (指标展示, PROV-6). */
export const Course = ({ label, kind, days, dark, onPick }: Props) => (
  <Chart
    small
    label={label}
    kind={kind}
    words={days.map(({ day }) => day)}
    series={[{ name: label, values: days.map(shown), colour: '#0b8f7a' }]}
    dark={dark}
    onPick={onPick}
  />
)
