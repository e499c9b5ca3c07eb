import { useWords } from '../../language.tsx'
import { List, plain, whenOf } from '../parts/list.tsx'

/** The explorer's own access log. */
export const Readings = () => {
  const { t } = useWords()
  return (
    <List
      title={t('谁读了什么', 'Who read what')}
      path="/api/readings?limit=200"
      id="key"
      columns={[
        { words: { zh: '时间', en: 'Time' }, of: whenOf },
        { words: { zh: '账号', en: 'Account' }, of: plain('account') },
        { words: { zh: '角色', en: 'Role' }, of: plain('role') },
        { words: { zh: '读取', en: 'Read' }, of: (row) => <span className="mono">{row.path}</span> },
      ]}
    />
  )
}

/** Who changed which definition, rule or report, and why. */
export const Changes = () => {
  const { t } = useWords()
  return (
    <List
      title={t('谁改了什么', 'Who changed what')}
      path="/api/changes?limit=200"
      id="key"
      columns={[
        { words: { zh: '时间', en: 'Time' }, of: whenOf },
        { words: { zh: '账号', en: 'Account' }, of: plain('account') },
        { words: { zh: '类别', en: 'Kind' }, of: plain('kind') },
        { words: { zh: '对象', en: 'Which' }, of: plain('id') },
        { words: { zh: '说明', en: 'Note' }, of: plain('note') },
      ]}
    />
  )
}
