import { Alert, Button, Card, Input } from 'antd'
import { useState } from 'react'
import { send, useAnswer } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { fromHere } from '../../location.ts'
import { emptyRule, fitRule, type VersionedRule } from '../parts/rule.ts'
import { Choices, Numbers, What, Wording } from '../parts/rule-fields.tsx'
import { RuleVersions } from '../parts/rule-versions.tsx'
import type { Whose } from './rules.tsx'

/** A rule, new or to be changed: the server judges it; every version is kept with who made it and why. */
export const RulePage = ({
  id,
  city,
  from,
}: Whose & { readonly id: string; readonly from?: string | null }) => {
  const { t } = useWords()
  const { value, problem } = useAnswer<{ rows: VersionedRule[] }>('/api/rules')
  const named = (sought: string | null | undefined) => value?.rows.find((each) => each.id === sought)
  const rule = id === 'new' ? begunWith(named(from), city) : named(id)
  if (problem) return <Alert type="error" showIcon title={problem.message} />
  if (!value) return <Card loading />
  if (!rule) return <Alert type="error" showIcon title={t('没有此规则', 'There is no such rule')} />
  return (
    <>
      <RuleForm rule={rule} isNew={id === 'new'} isCitys={city !== undefined} />
      {id !== 'new' && <RuleVersions id={id} />}
    </>
  )
}

/** A new rule, after another one if there is one. */
const begunWith = (other: VersionedRule | undefined, city: string | undefined): VersionedRule =>
  other ? { ...other, id: `${other.id}-${city ?? 'new'}`, version: 0 } : emptyRule

interface FormProps {
  readonly rule: VersionedRule
  readonly isNew: boolean
  readonly isCitys: boolean
}

const RuleForm = ({ rule, isNew, isCitys }: FormProps) => {
  const { t } = useWords()
  const [draft, setDraft] = useState(rule)
  const [note, setNote] = useState('')
  const [refused, setRefused] = useState('')
  const change = (part: Partial<VersionedRule>) => setDraft({ ...draft, ...part })
  const save = () => {
    const onward = fromHere()
    return send('PUT', `/api/rules/${encodeURIComponent(draft.id)}`, {
      rule: fitRule(draft),
      note,
      version: rule.version,
    }).then(
      () => onward('rules'),
      ({ message }: Error) => setRefused(message),
    )
  }
  return (
    <Card title={isNew ? t('新规则', 'A new rule') : t(`规则 ${rule.id}`, `Rule ${rule.id}`)} data-rule-form>
      <div className="fields">
        {isNew && (
          <label>
            {t('标识（小写字母、数字、连字符）', 'Id (lower case, digits, hyphens)')}
            <Input maxLength={61} value={draft.id} onChange={({ target }) => change({ id: target.value })} />
          </label>
        )}
        <Wording name={t('名称', 'Name')} value={draft.label} onChange={(label) => change({ label })} />
        <Wording
          name={t('发现后怎么办', 'What to do')}
          value={draft.advice}
          onChange={(advice) => change({ advice })}
        />
        <What draft={draft} onChange={change} only={isCitys ? 'statements' : undefined} />
        <Numbers draft={draft} onChange={change} />
        <Choices draft={draft} onChange={change} />
        <label>
          {t('为何改动', 'Why')}
          <Input maxLength={1000} value={note} onChange={({ target }) => setNote(target.value)} />
        </label>
      </div>
      {refused && <Alert type="error" showIcon title={refused} />}
      <Button type="primary" data-save disabled={note.trim() === ''} onClick={() => void save()}>
        {t('保存此版本', 'Save this version')}
      </Button>
    </Card>
  )
}
