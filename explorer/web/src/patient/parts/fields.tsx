import type { MyReport } from '../data/records.ts'
import { Hours } from '../pages/consents.tsx'
import { usePlainWords } from './words.ts'

const day = 24
const spans = [1, day, 3 * day, 7 * day, 30 * day, 365 * day]

/** For how long; never longer than what was asked for. */
export const HoursField = ({
  most,
  hours,
  onChoose,
}: {
  readonly most: number
  readonly hours: number
  readonly onChoose: (hours: number) => void
}) => {
  const { t } = usePlainWords()
  const choices = [...new Set([...spans.filter((each) => each < most), most])]
  return (
    <fieldset>
      <legend>{t('多久', 'How long')}</legend>
      <div className="choices">
        {choices.map((each) => (
          <label key={each} className="choice">
            <input type="radio" name="hours" checked={hours === each} onChange={() => onChoose(each)} />
            <Hours hours={each} />
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Which reports, by tick. */
export const ReportsField = ({
  reports,
  chosen,
  onChoose,
}: {
  readonly reports: readonly MyReport[]
  readonly chosen: readonly string[]
  readonly onChoose: (reports: readonly string[]) => void
}) => {
  const { item, when } = usePlainWords()
  const toggle = (id: string) =>
    onChoose(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])
  return reports.map(({ id, title, versions }) => {
    const payload = versions.at(-1)?.payload
    return (
      <label key={id} className="choice">
        <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
        {title ?? (payload && item(payload.item)) ?? id} {payload && when(payload.performedAt)}
      </label>
    )
  })
}
