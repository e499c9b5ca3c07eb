import type { Alarm } from '@huren/explorer-model'
import { Alert, Card, Tag } from 'antd'
import { useAnswer } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { time } from '../../regulator/pages/statements.tsx'
import { useEvery } from '../../use-every.ts'
import { pause } from './operation.tsx'

const sources = {
  node: { zh: '节点', en: 'Node' },
  feed: { zh: '运行状态', en: 'Feed' },
  gateway: { zh: '网关', en: 'Gateway' },
  certificate: { zh: '证书', en: 'Certificate' },
  backup: { zh: '备份', en: 'Backup' },
  notary: { zh: '公证节点', en: 'Notary' },
  ledger: { zh: '账本', en: 'Ledger' },
}

/** What is wrong and what soon will be, with what to do about it. */
export const Alarms = () => {
  const { t } = useWords()
  const { value, problem } = useAnswer<{ rows: Alarm[] }>('/api/city/alarms', useEvery(pause))
  const rows = value?.rows ?? []
  return (
    <Card title={t('告警', 'Alarms')} data-alarms={value?.rows.length}>
      {problem && <Alert type="error" showIcon title={problem.message} />}
      {value && rows.length === 0 && (
        <Alert
          type="success"
          showIcon
          title={t('已知的部分一切正常', 'Of what is known, all is well')}
          description={t(
            '没有配置或没有回应的来源，在“节点与运行”页标为未知。',
            'What is not configured stands as not known on the page of nodes and operation.',
          )}
        />
      )}
      <ul className="parties">
        {rows.map((alarm) => (
          <li key={`${alarm.source} ${alarm.where} ${alarm.zh} ${alarm.at}`} data-alarm={alarm.severity}>
            <AlarmLine alarm={alarm} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

const AlarmLine = ({ alarm: { severity, source, where, at, ...words } }: { readonly alarm: Alarm }) => {
  const { t, say } = useWords()
  return (
    <>
      <Tag variant="solid" color={severity === 'problem' ? '#b3261e' : '#8a4b00'}>
        {severity === 'problem' ? t('故障', 'problem') : t('预警', 'warning')}
      </Tag>{' '}
      {say(sources[source])} <span className="mono">{where}</span> · {time(at)}
      <div>{say(words)}</div>
    </>
  )
}
