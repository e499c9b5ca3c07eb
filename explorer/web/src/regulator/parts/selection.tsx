import { statementDimensions } from '@huren/explorer-model'
import { Button, Select, Space } from 'antd'
import { type Count, useAnswer } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { wordsOf } from '../../words.ts'
import { dimensionWords, type Selection } from '../dimensions.ts'

interface Props {
  readonly label: string
  readonly value: Selection
  readonly onChange: (value: Selection) => void
  /** Dimensions that there are; those of statements unless told. */
  readonly only?: readonly string[]
}

/** Chooses words of dimensions: what an indicator counts, what a report is about. */
export const SelectionEditor = ({ label, value, onChange, only = statementDimensions }: Props) => {
  const { t, say } = useWords()
  const names = Object.keys(value)
  const free = only.filter((name) => !names.includes(name))
  const without = (name: string) =>
    Object.fromEntries(Object.entries(value).filter(([each]) => each !== name))
  return (
    <fieldset className="fields">
      <legend>{label}</legend>
      {names.map((name) => (
        <Space key={name} wrap>
          <span>{say(dimensionWords(name))}</span>
          <WordsOf
            name={name}
            chosen={value[name] ?? []}
            onChange={(words) => onChange({ ...value, [name]: words })}
          />
          <Button size="small" onClick={() => onChange(without(name))}>
            {t('去掉', 'Remove')}
          </Button>
        </Space>
      ))}
      <Select
        aria-label={t(`${label}：增加条件`, `${label}: add a condition`)}
        value=""
        className="wide"
        onChange={(name) => name && onChange({ ...value, [name]: [] })}
        options={[
          { value: '', label: t('增加条件…', 'Add a condition…') },
          ...free.map((name) => ({ value: name, label: say(dimensionWords(name)) })),
        ]}
      />
    </fieldset>
  )
}

const WordsOf = ({
  name,
  chosen,
  onChange,
}: {
  readonly name: string
  readonly chosen: readonly string[]
  readonly onChange: (words: readonly string[]) => void
}) => {
  const { say } = useWords()
  const { value } = useAnswer<{ counts: Count[] }>(`/api/counts?by=${name}&limit=200`)
  const known = value?.counts.map(({ key }) => key[0] ?? '') ?? []
  return (
    <Select
      mode="tags"
      aria-label={say(dimensionWords(name))}
      className="wide"
      value={[...chosen]}
      onChange={onChange}
      options={[...new Set([...known, ...chosen])].map((word) => ({
        value: word,
        label: say(wordsOf(word)),
      }))}
    />
  )
}
