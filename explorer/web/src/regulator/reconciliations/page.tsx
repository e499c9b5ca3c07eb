import { Alert, Card } from 'antd'
import { ask, useAsked } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { Report } from './report.tsx'

/** One report of an imaging cloud's access log. */
export const ReconciliationPage = ({ id, log }: { readonly id: string; readonly log: string }) => {
  const { t } = useWords()
  const place = `/api/reconciliations/${encodeURIComponent(log)}/${encodeURIComponent(id)}`
  const { value, problem } = useAsked(place, 0, () => ask(place))
  return (
    <>
      <a href="#/reconciliations">{t('← 全部核对报告', '← All reports')}</a>
      {problem && <Alert type="error" showIcon title={problem.message} />}
      {!problem && value === undefined && <Card loading />}
      {value !== undefined && <Report text={value} log={log} name={`reconciliation-${id}.json`} />}
    </>
  )
}
