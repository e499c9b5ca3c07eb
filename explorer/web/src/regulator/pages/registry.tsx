import { Input } from 'antd'
import { useState } from 'react'
import { DaysLeft } from '../../channel/days-left.tsx'
import { keyUseWords } from '../../key-uses.ts'
import { useWords } from '../../language.tsx'
import { wordsOf } from '../../words.ts'
import { type Cells, type Column, List, plain, registeredBy, shortened } from '../parts/list.tsx'

const InWords = ({ code }: { readonly code: unknown }) => {
  const { say } = useWords()
  return say(wordsOf(String(code ?? '')))
}
const inWords = (zh: string, en: string, name: string): Column => ({
  words: { zh, en },
  of: (row) => <InWords code={row[name]} />,
})

/** The beginning of the codes that are shown, as somebody types it. */
const useBegin = (label: string) => {
  const [begin, setBegin] = useState('')
  const field = (
    <Input.Search
      allowClear
      aria-label={label}
      placeholder={label}
      maxLength={64}
      onSearch={(text) => setBegin(text.trim())}
    />
  )
  return { field, query: /^[\w-]+$/.test(begin) ? `?begin=${begin}` : '' }
}

const institution: readonly Column[] = [
  inWords('机构', 'Institution', 'institution'),
  inWords('类别', 'Kind', 'kind'),
  inWords('地市', 'City', 'city'),
  inWords('状态', 'Status', 'status'),
  plain('版本', 'Version', 'version'),
  {
    words: { zh: '声明', en: 'Statements' },
    of: (row) => (
      <a href={`#/statements?institution=${row.institution}`}>
        <InStatements />
      </a>
    ),
  },
  registeredBy,
]
const InStatements = () => {
  const { t } = useWords()
  return t('所作声明', 'what it stated')
}

/** Who takes part, by the registry. */
export const Institutions = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  const { field, query } = useBegin(t('机构代码开头，如 GD-4401', 'Code begins with, such as GD-4401'))
  return (
    <List
      title={t('机构', 'Institutions')}
      path={`/api/institutions${query}`}
      position="after"
      id="institution"
      version={version}
      extra={field}
      columns={institution}
    />
  )
}

const Validity = ({ row }: { readonly row: Cells }) => (
  <DaysLeft
    days={Math.floor((Date.parse(String(row.notAfter)) - Date.now()) / 86_400_000)}
    revoked={row.revokedFrom !== undefined}
  />
)

const Uses = ({ of }: { readonly of: readonly string[] }) => {
  const { t, say } = useWords()
  return of.map((use) => say(keyUseWords[use] ?? { zh: use, en: use })).join(t('、', ', '))
}

const key: readonly Column[] = [
  inWords('机构', 'Institution', 'institution'),
  shortened('密钥', 'Key', 'key'),
  plain('算法', 'Algorithm', 'algorithm'),
  { words: { zh: '用途', en: 'Uses' }, of: (row) => <Uses of={[row.uses].flat().map(String)} /> },
  { words: { zh: '有效期', en: 'Validity' }, of: (row) => <Validity row={row} /> },
  registeredBy,
]

/** Keys with which institutions sign statements, and how long they last. */
export const Keys = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  const { field, query } = useBegin(t('密钥标识开头', 'Key id begins with'))
  return (
    <List
      title={t('签名密钥', 'Signing keys')}
      path={`/api/keys${query}`}
      position="after"
      id="key"
      version={version}
      extra={field}
      columns={key}
    />
  )
}
