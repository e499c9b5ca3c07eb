import { Alert, Card, Table } from 'antd'
import { useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { time } from '../../regulator/pages/statements.tsx'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'

interface Reminder {
  readonly label: Words
  readonly advice: Words
  readonly subject: string
  readonly state: string
  readonly note: string
  readonly at?: string
}

/** What the supervisor has reminded this city's institutions of (CITY-27, CITY-32). */
export const Reminders = ({ version }: { readonly version: number }) => {
  const { t, say } = useWords()
  const { value, problem } = useAnswer<{ rows: Reminder[] }>('/api/reminders', version)
  const label = t('监管提醒', 'Reminders of the supervisor')
  return (
    <Card title={label}>
      {problem && <Alert type="error" showIcon title={problem.message} />}
      <Scroll label={label}>
        <Table<Reminder>
          rowKey={({ subject, label, at }) => `${subject} ${label.en} ${at}`}
          size="small"
          pagination={false}
          dataSource={value?.rows ?? []}
          columns={[
            { title: t('时间', 'Time'), render: (_, { at }) => at && time(at) },
            { title: t('机构', 'Institution'), render: (_, { subject }) => say(wordsOf(subject)) },
            { title: t('提醒', 'About'), render: (_, { label }) => say(label) },
            { title: t('状态', 'State'), render: (_, { state }) => say(wordsOf(state)) },
            { title: t('说明', 'Note'), dataIndex: 'note' },
            { title: t('建议', 'Advice'), render: (_, { advice }) => say(advice) },
          ]}
        />
      </Scroll>
    </Card>
  )
}
