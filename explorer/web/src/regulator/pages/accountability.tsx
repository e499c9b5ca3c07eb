import { useWords } from '../../language.tsx'
import { type Column, List, plain, when } from '../parts/list.tsx'

const account = plain('账号', 'Account', 'account')
const read: Column = {
  words: { zh: '读取', en: 'Read' },
  of: (row) => <span className="mono">{row.path}</span>,
}

/** The explorer's own access log. */
export const Readings = () => {
  const { t } = useWords()
  return (
    <List
      title={t('谁读了什么', 'Who read what')}
      path="/api/readings?limit=100"
      id="key"
      columns={[when, account, plain('角色', 'Role', 'role'), read]}
    />
  )
}

/** Who changed which definition, rule or report, and why. */
export const Changes = () => {
  const { t } = useWords()
  const columns = [
    ...[when, account, plain('类别', 'Kind', 'kind')],
    ...[plain('对象', 'Which', 'id'), plain('说明', 'Note', 'note')],
  ]
  return <List title={t('谁改了什么', 'Who changed what')} path="/api/changes" id="key" columns={columns} />
}
