import { useWords, type Words } from '../../language.tsx'
import { useChosen } from '../parts/chosen.tsx'
import { Grouped } from '../parts/grouped.tsx'

interface Props {
  readonly version: number
  readonly dark: boolean
  readonly whole?: Words
}

/**
 * Application scenarios (应用场景, CITY-26): where in the work of doctors results are recognised, on what ground reports are
 * opened, when nobody could be asked, who is referred on.
 */
export const Scenarios = ({ version, dark, whole }: Props) => {
  const { t } = useWords()
  const { chosen, head } = useChosen(t('应用场景', 'Where it is used'), whole)
  const taken = { ...chosen, result: 'committed' }
  const scenarios = [
    {
      name: 'moments',
      title: t(
        '医生工作中的互认：就诊、开单、保存、下载',
        'At the doctor’s desk: visit, order, save, download',
      ),
      ...{ filter: { ...taken, type: 'decision' }, by: 'moment', split: 'outcome' },
    },
    {
      name: 'opened',
      title: t('打开外院报告的依据', 'On what ground reports of others are opened'),
      ...{ filter: { ...taken, type: 'access' }, by: 'outcome', split: 'city' },
    },
    {
      name: 'emergency',
      title: t('紧急调阅的原因', 'Emergencies, by reason'),
      ...{ filter: { ...taken, type: 'emergency-access' }, by: 'reason', split: 'city' },
    },
    {
      name: 'referral',
      title: t('转诊的各步', 'Steps of referrals'),
      ...{ filter: { ...taken, type: 'referral' }, by: 'outcome', split: 'city' },
    },
    {
      name: 'consent',
      title: t('患者的授权与撤销', 'Consents given and taken back'),
      ...{ filter: { ...taken, type: ['consent', 'consent-revocation'] }, by: 'day', split: 'type' },
    },
    {
      name: 'hours',
      title: t('一天中的互认时段', 'Hours of the day'),
      ...{ filter: { ...taken, type: 'decision' }, by: 'hour', split: 'moment' },
    },
  ]
  return (
    <>
      {head}
      <div className="halves">
        {scenarios.map(({ name, by, ...scenario }) => (
          <Grouped
            key={name}
            name={name}
            by={by}
            kind={by === 'day' || by === 'hour' ? 'line' : 'bar'}
            version={version}
            dark={dark}
            {...scenario}
          />
        ))}
      </div>
    </>
  )
}
