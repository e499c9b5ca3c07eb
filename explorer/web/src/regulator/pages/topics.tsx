import { Card, Segmented } from 'antd'
import { useState } from 'react'
import { useWords, type Words } from '../../language.tsx'
import { dimensionWords } from '../dimensions.ts'
import { useChosen } from '../parts/chosen.tsx'
import { Grouped } from '../parts/grouped.tsx'
import { Shares } from '../parts/shares.tsx'

interface Props {
  readonly version: number
  readonly dark: boolean
  readonly whole?: Words
}

const topics = ['item', 'institution', 'reason', 'moment', 'signer', 'hour'] as const
const outcomes = ['recognised', 'not-recognised', 'blocked']

/** Recognition by topic (互认主题分析, CITY-30): which one is chosen here, and drilled into. */
export const Topics = ({ version, dark, whole }: Props) => {
  const { t, say } = useWords()
  const [topic, setTopic] = useState<(typeof topics)[number]>('item')
  const { chosen, head } = useChosen(t('互认主题分析', 'Recognition by topic'), whole)
  const decisions = { ...chosen, type: 'decision', result: 'committed' }
  const title = say(dimensionWords(topic))
  return (
    <>
      {head}
      <Card size="small">
        <Segmented
          aria-label={t('主题', 'Topic')}
          value={topic}
          onChange={setTopic}
          options={topics.map((value) => ({ value, label: say(dimensionWords(value)) }))}
        />
      </Card>
      <Grouped
        name="topic"
        title={title}
        filter={decisions}
        by={topic}
        split="outcome"
        kind={topic === 'hour' ? 'line' : 'bar'}
        version={version}
        dark={dark}
      />
      <Shares
        name="topic"
        title={t(`按${title}的互认结果`, `Outcomes: ${title}`)}
        of={decisions}
        by={topic}
        columns={outcomes.map((word) => ({ dimension: 'outcome', word }))}
        version={version}
      />
    </>
  )
}
