import { Input, InputNumber, Select } from 'antd'
import { useWords, type Words } from '../../language.tsx'
import { dimensionWords } from '../dimensions.ts'
import { dimensionsOn, type Rule, ruleKinds, type VersionedRule } from './rule.ts'
import { SelectionEditor } from './selection.tsx'

export interface PartProps {
  readonly draft: VersionedRule
  readonly onChange: (part: Partial<VersionedRule>) => void
}

interface WordingProps {
  readonly name: string
  readonly value: Words
  readonly onChange: (value: Words) => void
}
export const Wording = ({ name, value, onChange }: WordingProps) => (
  <>
    <label>
      {name}（中文）
      <Input
        maxLength={300}
        value={value.zh}
        onChange={({ target }) => onChange({ ...value, zh: target.value })}
      />
    </label>
    <label>
      {name} (English)
      <Input
        maxLength={300}
        value={value.en}
        onChange={({ target }) => onChange({ ...value, en: target.value })}
      />
    </label>
  </>
)

/** What is counted, for whom, and what about it is unusual. */
export const What = ({ draft, onChange, only }: PartProps & { readonly only?: Rule['on'] | undefined }) => {
  const { t, say } = useWords()
  return (
    <>
      <Choice
        label={t('数什么', 'Counted')}
        value={draft.on}
        options={{
          statements: t('声明', 'statements'),
          ...(!only && {
            transactions: t('交易', 'transactions'),
            reconciliations: t('双方核对中对不上的调阅', 'accesses on which two logs do not agree'),
          }),
        }}
        onChange={(on) =>
          on in dimensionsOn &&
          onChange({
            on: on as Rule['on'],
            by: on === 'transactions' ? 'client' : 'institution',
            ...(on === 'reconciliations' && { kind: 'volume' }),
            words: {},
            except: {},
          })
        }
      />
      <Choice
        label={t('按什么逐个看', 'Looked at one by one')}
        value={draft.by}
        options={Object.fromEntries(dimensionsOn[draft.on].map((name) => [name, say(dimensionWords(name))]))}
        onChange={(by) => onChange({ by })}
      />
      <Choice
        label={t('何为异常', 'What is unusual')}
        value={draft.kind}
        options={Object.fromEntries(
          Object.entries(ruleKinds)
            .filter(([kind]) => draft.on !== 'reconciliations' || kind === 'volume')
            .map(([kind, words]) => [kind, say(words)]),
        )}
        onChange={(kind) => kind in ruleKinds && onChange({ kind: kind as Rule['kind'] })}
      />
      <Choice
        label={t('启用', 'State')}
        value={draft.state}
        options={{ on: t('启用', 'on'), off: t('停用', 'off') }}
        onChange={(state) => onChange({ state: state === 'off' ? 'off' : 'on' })}
      />
    </>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: Readonly<Record<string, string>>
  readonly onChange: (value: string) => void
}
const Choice = ({ label, value, options, onChange }: ChoiceProps) => (
  <div className="field">
    <span>{label}</span>
    <Select
      aria-label={label}
      value={value}
      onChange={onChange}
      options={Object.entries(options).map(([value, label]) => ({ value, label }))}
    />
  </div>
)

export const Numbers = ({ draft, onChange }: PartProps) => {
  const { t } = useWords()
  const { kind, days, least, atLeast = 0.5, times = 5, tolerance = 0.1 } = draft
  const fields = [
    { name: 'days', label: t('回看天数', 'Days'), value: days, step: 1 },
    { name: 'least', label: t('最少条数', 'At least rows'), value: least, step: 1 },
    ...(kind === 'share' ? [{ name: 'atLeast', label: t('比例', 'Share'), value: atLeast, step: 0.05 }] : []),
    ...(kind === 'burst' ? [{ name: 'times', label: t('倍数', 'Times'), value: times, step: 1 }] : []),
    ...(kind === 'balance'
      ? [{ name: 'tolerance', label: t('容差', 'Tolerance'), value: tolerance, step: 0.05 }]
      : []),
  ]
  return fields.map(({ name, label, value, step }) => (
    <label key={name}>
      {label}
      <InputNumber
        min={0}
        step={step}
        value={value}
        onChange={(next) => next !== null && onChange({ [name]: next })}
      />
    </label>
  ))
}

/** Which rows: those that count, those that do not, those that are compared with. */
export const Choices = ({ draft, onChange }: PartProps) => {
  const { t } = useWords()
  const only = dimensionsOn[draft.on]
  // of reports everything that differs is counted
  if (draft.on === 'reconciliations') return null
  return (
    <>
      <SelectionEditor
        only={only}
        label={t('哪些', 'Which')}
        value={draft.words}
        onChange={(words) => onChange({ words })}
      />
      <SelectionEditor
        only={only}
        label={t('除外', 'Except')}
        value={draft.except ?? {}}
        onChange={(except) => onChange({ except })}
      />
      {draft.kind === 'share' && (
        <SelectionEditor
          only={only}
          label={t('在哪些之中占比', 'A share of which')}
          value={draft.among ?? {}}
          onChange={(among) => onChange({ among })}
        />
      )}
      {draft.kind === 'balance' && (
        <SelectionEditor
          only={only}
          label={t('与哪些相比', 'Compared with which')}
          value={draft.against ?? {}}
          onChange={(against) => onChange({ against })}
        />
      )}
    </>
  )
}
