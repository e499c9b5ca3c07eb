import { DaysLeft } from '../../channel/days-left.tsx'
import { useWords } from '../../language.tsx'
import { wordsOf } from '../../words.ts'
import { type Cells, List, plain, short } from '../parts/list.tsx'

/** Who takes part, by the registry. */
export const Institutions = ({ version }: { readonly version: number }) => {
  const { t, say } = useWords()
  return (
    <List
      title={t('机构', 'Institutions')}
      path="/api/institutions"
      id="institution"
      version={version}
      columns={[
        { words: { zh: '机构', en: 'Institution' }, of: plain('institution') },
        { words: { zh: '类别', en: 'Kind' }, of: (row) => say(wordsOf(String(row.kind))) },
        { words: { zh: '地市', en: 'City' }, of: plain('city') },
        { words: { zh: '状态', en: 'Status' }, of: (row) => say(wordsOf(String(row.status))) },
        { words: { zh: '版本', en: 'Version' }, of: plain('version') },
        {
          words: { zh: '登记声明', en: 'Registered by' },
          of: (row) => (
            <a className="mono" href={`#/statement/${row.statement}`}>
              {String(row.statement).slice(0, 12)}…
            </a>
          ),
        },
      ]}
    />
  )
}

const Validity = ({ row }: { readonly row: Cells }) => (
  <DaysLeft
    days={Math.floor((Date.parse(String(row.notAfter)) - Date.now()) / 86_400_000)}
    revoked={row.revokedFrom !== undefined}
  />
)

/** Keys with which institutions sign statements, and how long they last. */
export const Keys = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  return (
    <List
      title={t('签名密钥', 'Signing keys')}
      path="/api/keys"
      id="key"
      version={version}
      columns={[
        { words: { zh: '机构', en: 'Institution' }, of: plain('institution') },
        { words: { zh: '密钥', en: 'Key' }, of: (row) => short(row.key) },
        { words: { zh: '算法', en: 'Algorithm' }, of: plain('algorithm') },
        { words: { zh: '用途', en: 'Uses' }, of: (row) => [row.uses].flat().join(', ') },
        { words: { zh: '有效期', en: 'Validity' }, of: (row) => <Validity row={row} /> },
        {
          words: { zh: '登记声明', en: 'Registered by' },
          of: (row) => (
            <a className="mono" href={`#/statement/${row.statement}`}>
              {String(row.statement).slice(0, 12)}…
            </a>
          ),
        },
      ]}
    />
  )
}
