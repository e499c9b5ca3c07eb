import { Alert, Button, Card, Input, Select, Space } from 'antd'
import { useEffect, useState } from 'react'
import { send, useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import type { Selection } from '../dimensions.ts'
import { SelectionEditor } from '../parts/selection.tsx'

export interface Definition {
  readonly id: string
  readonly label: Words
  readonly numerator: Selection
  readonly denominator?: Selection
  readonly chart?: 'line' | 'bar'
}

/** Indicator management (指标管理, PROV-6): what each counts, among what, and how it is drawn. */
export const Indicators = () => {
  const { t } = useWords()
  const { value, problem } = useAnswer<{ indicators: Definition[]; areDefault: boolean }>(
    '/api/indicator-definitions',
  )
  const [draft, setDraft] = useState<readonly Definition[]>([])
  const [areDefault, setDefault] = useState(false)
  const [said, setSaid] = useState<{ readonly type: 'error' | 'success'; readonly text: string }>()
  useEffect(() => {
    if (!value) return
    setDraft(value.indicators)
    setDefault(value.areDefault)
  }, [value])
  const put = (indicators: readonly Definition[]) =>
    send('PUT', '/api/indicator-definitions', { indicators }).then(
      (answer) => {
        const { indicators: now, areDefault: still }: { indicators: Definition[]; areDefault: boolean } =
          Object(answer)
        setDraft(now)
        setDefault(still)
        setSaid({ type: 'success', text: t('已保存', 'Saved') })
      },
      ({ message }: Error) => setSaid({ type: 'error', text: message }),
    )
  const change = (i: number, to: Definition) => setDraft(draft.map((each, n) => (n === i ? to : each)))
  const more = (): Definition => ({
    id: `indicator-${draft.length + 1}`,
    label: { zh: '新指标', en: 'New indicator' },
    numerator: { result: ['committed'] },
  })
  return (
    <>
      {problem && <Alert type="error" title={problem.message} />}
      {areDefault && (
        <Alert
          type="info"
          title={t(
            '现为默认指标集；保存后即为本省自定。',
            'This is the default set; once saved it is your own.',
          )}
        />
      )}
      <div className="halves">
        {draft.map((definition, i) => (
          <DefinitionCard
            // biome-ignore lint/suspicious/noArrayIndexKey: the id itself is edited here
            key={i}
            definition={definition}
            onChange={(to) => change(i, to)}
            onRemove={() => setDraft(draft.filter((_, n) => n !== i))}
          />
        ))}
      </div>
      {said && <Alert type={said.type} title={said.text} />}
      <Space wrap>
        <Button onClick={() => setDraft([...draft, more()])}>{t('增加指标', 'Add an indicator')}</Button>
        <Button type="primary" data-save onClick={() => void put(draft)}>
          {t('保存', 'Save')}
        </Button>
        <Button disabled={areDefault} onClick={() => void put([])}>
          {t('恢复默认指标集', 'Bring the default set back')}
        </Button>
      </Space>
    </>
  )
}

interface CardProps {
  readonly definition: Definition
  readonly onChange: (definition: Definition) => void
  readonly onRemove: () => void
}

const DefinitionCard = ({ definition, onChange, onRemove }: CardProps) => {
  const { t, say } = useWords()
  const { id, label, numerator, denominator, chart } = definition
  const { chart: _chart, ...figure } = definition
  const { denominator: _, ...count } = definition
  return (
    <Card
      size="small"
      title={say(label)}
      extra={
        <Button size="small" onClick={onRemove}>
          {t('删除', 'Delete')}
        </Button>
      }
    >
      <div className="fields">
        <label>
          {t('标识', 'Id')}
          <Input
            value={id}
            maxLength={40}
            onChange={({ target }) => onChange({ ...definition, id: target.value })}
          />
        </label>
        <label>
          {t('中文名', 'Chinese name')}
          <Input
            value={label.zh}
            maxLength={40}
            onChange={({ target }) => onChange({ ...definition, label: { ...label, zh: target.value } })}
          />
        </label>
        <label>
          {t('英文名', 'English name')}
          <Input
            value={label.en}
            maxLength={80}
            onChange={({ target }) => onChange({ ...definition, label: { ...label, en: target.value } })}
          />
        </label>
        <Select<'none' | 'line' | 'bar'>
          aria-label={t('展示方式', 'Drawn as')}
          value={chart ?? 'none'}
          onChange={(next) => onChange(next === 'none' ? figure : { ...definition, chart: next })}
          options={[
            { value: 'none', label: t('仅数字', 'a figure alone') },
            { value: 'line', label: t('数字与折线', 'a figure and a line') },
            { value: 'bar', label: t('数字与柱形', 'a figure and bars') },
          ]}
        />
        <SelectionEditor
          label={t('计数（分子）', 'Counted (numerator)')}
          value={numerator}
          onChange={(next) => onChange({ ...definition, numerator: next })}
        />
        {denominator ? (
          <>
            <SelectionEditor
              label={t('范围（分母）', 'Among (denominator)')}
              value={denominator}
              onChange={(next) => onChange({ ...definition, denominator: next })}
            />
            <Button size="small" onClick={() => onChange(count)}>
              {t('改为计数', 'Make it a count')}
            </Button>
          </>
        ) : (
          <Button size="small" onClick={() => onChange({ ...definition, denominator: {} })}>
            {t('改为比例', 'Make it a share')}
          </Button>
        )}
      </div>
    </Card>
  )
}
