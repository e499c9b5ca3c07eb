import { Alert } from 'antd'
import { useWords, type Words } from '../../language.tsx'
import { useChosen } from '../parts/chosen.tsx'
import { Grouped } from '../parts/grouped.tsx'
import { Shares } from '../parts/shares.tsx'

interface Props {
  readonly version: number
  readonly dark: boolean
  readonly whole?: Words
}

/** When the doctor's workstation reminds: at the visit, when an order is written, saved, a report downloaded (CITY-12). */
const moments = ['visit', 'order', 'save', 'download']

/** How the reminder service performs (智控互认提醒服务情况分析, CITY-31), by what doctors answered to it. */
export const ReminderService = ({ version, dark, whole }: Props) => {
  const { t } = useWords()
  const { chosen, head } = useChosen(t('互认提醒服务情况', 'How the reminders perform'), whole)
  const answered = { ...chosen, type: 'decision', result: 'committed' }
  const parts = { version, dark }
  return (
    <>
      {head}
      <Alert
        type="info"
        title={t(
          '这里数的是医生对提醒的答复：账本上每条互认决定都写明在哪个环节作出。弹出而无人答复的提醒不上链，由各医院自己的提醒组件统计。',
          'What is counted are doctors’ answers: each decision on the ledger says at which moment it was made. A reminder that nobody answered is not on the ledger; each hospital’s own component counts those.',
        )}
      />
      <Shares
        name="reminders"
        title={t('各机构在各环节采纳提醒的比例', 'Reminders followed, by institution and moment')}
        of={answered}
        by="institution"
        columns={moments.map((moment) => ({ dimension: 'moment', word: moment }))}
        counted={{ outcome: 'recognised' }}
        version={version}
      />
      <div className="halves">
        <Grouped
          name="answers"
          title={t('各环节的答复', 'Answers at each moment')}
          filter={answered}
          by="moment"
          split="outcome"
          kind="bar"
          {...parts}
        />
        <Grouped
          name="course"
          title={t('每日答复的提醒', 'Answers a day')}
          filter={answered}
          by="day"
          split="moment"
          kind="line"
          {...parts}
        />
        <Grouped
          name="reasons"
          title={t('为何不采纳', 'Why not followed')}
          filter={{ ...answered, outcome: ['not-recognised', 'blocked'] }}
          by="reason"
          split="moment"
          kind="bar"
          {...parts}
        />
        <Grouped
          name="delay"
          title={t('从医生签名到上链', 'From the doctor’s signature to the ledger')}
          filter={answered}
          by="delay"
          split="moment"
          kind="bar"
          {...parts}
        />
      </div>
    </>
  )
}
