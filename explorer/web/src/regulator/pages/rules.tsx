import { Alert, Button, Card, Input, InputNumber, Space, Switch, Tag } from 'antd'
import { useState } from 'react'
import { send, useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { go } from '../../location.ts'
import type { Rule, VersionedRule } from '../parts/rule.ts'

/** The thresholds of a rule that people turn. */
const thresholds: readonly { readonly name: keyof Rule; readonly label: Words; readonly step: number }[] = [
  { name: 'days', label: { zh: '回看天数', en: 'Days' }, step: 1 },
  { name: 'least', label: { zh: '最少条数', en: 'At least rows' }, step: 1 },
  { name: 'atLeast', label: { zh: '比例', en: 'Share' }, step: 0.05 },
  { name: 'times', label: { zh: '倍数', en: 'Times' }, step: 1 },
  { name: 'tolerance', label: { zh: '容差', en: 'Tolerance' }, step: 0.05 },
]

export interface Whose {
  /** The city whose rules somebody keeps; absent for those who keep the province's. */
  readonly city?: string | undefined
}

/** Rules are data: what is unusual is decided here, by a person, with a note; nothing else ever switches one off. */
export const Rules = ({ city }: Whose) => {
  const { t } = useWords()
  const [round, setRound] = useState(0)
  const { value, problem } = useAnswer<{ rows: VersionedRule[] }>('/api/rules', round)
  return (
    <>
      {problem && <Alert type="error" title={problem.message} />}
      <Alert
        type="info"
        title={t(
          '规则只由人停用并留下说明；无论发现多少，都不会自动停用。',
          'Only a person switches a rule off, with a note that is kept; however much it finds, it never does so itself.',
        )}
      />
      <div>
        <Button type="primary" onClick={() => go('rule/new')}>
          {t('新建规则', 'New rule')}
        </Button>
      </div>
      <div className="halves">
        {value?.rows.map((rule) => (
          <RuleCard
            key={`${rule.id} ${JSON.stringify(rule)}`}
            rule={rule}
            isMine={city === undefined || rule.city === city}
            onSaved={() => setRound(round + 1)}
          />
        ))}
      </div>
    </>
  )
}

const RuleCard = ({
  rule: versioned,
  isMine,
  onSaved,
}: {
  readonly rule: VersionedRule
  readonly isMine: boolean
  readonly onSaved: () => void
}) => {
  const { t, say } = useWords()
  const { version, ...rule } = versioned
  const [draft, setDraft] = useState<Rule>(rule)
  const [note, setNote] = useState('')
  const [refused, setRefused] = useState('')
  const changed = JSON.stringify(draft) !== JSON.stringify(rule)
  const save = () =>
    send('PUT', `/api/rules/${rule.id}`, { rule: draft, note, version }).then(onSaved, ({ message }: Error) =>
      setRefused(message),
    )
  return (
    <Card
      size="small"
      title={say(rule.label)}
      data-rule={rule.id}
      extra={
        <Switch
          aria-label={t(`启用：${rule.label.zh}`, `On: ${rule.label.en}`)}
          checked={draft.state === 'on'}
          disabled={!isMine}
          onChange={(on) => setDraft({ ...draft, state: on ? 'on' : 'off' })}
        />
      }
    >
      <p>{say(rule.advice)}</p>
      <p>
        {rule.city && (
          <Tag variant="solid" color="#0b6e5f">
            {t(`地市 ${rule.city} 的规则`, `a rule of city ${rule.city}`)}
          </Tag>
        )}
        <a href={isMine ? `#/rule/${rule.id}` : `#/rule/new?from=${rule.id}`}>
          {isMine
            ? t(`编辑全部字段，第 ${version} 版`, `All its fields, version ${version}`)
            : t('省级规则：照此建立本市规则', 'The province’s: make one of this city after it')}
          <span aria-hidden="true"> ›</span>
        </a>
      </p>
      <Space wrap>
        {thresholds.map(({ name, label, step }) => {
          const current = draft[name]
          return typeof current === 'number' ? (
            <label key={name}>
              {say(label)}{' '}
              <InputNumber
                min={0}
                step={step}
                disabled={!isMine}
                value={current}
                onChange={(next) => next !== null && setDraft({ ...draft, [name]: next })}
              />
            </label>
          ) : null
        })}
      </Space>
      {changed && (
        <>
          <label>
            {t('为何改动', 'Why')}
            <Input maxLength={1000} value={note} onChange={({ target }) => setNote(target.value)} />
          </label>
          {refused && <Alert type="error" title={refused} />}
          <Button disabled={note.trim() === ''} onClick={() => void save()}>
            {t('保存', 'Save')}
          </Button>
        </>
      )}
    </Card>
  )
}
