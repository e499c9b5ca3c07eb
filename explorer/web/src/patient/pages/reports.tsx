import type { MyReport } from '../data/records.ts'
import { useOpenDoor } from '../door.tsx'
import { Notice } from '../parts/notice.tsx'
import { ProofLine } from '../parts/proof.tsx'
import { usePlainWords } from '../parts/words.ts'

/** Reports of mine, and what became of each (PROV-24, PROV-28). */
export const Reports = () => {
  const { t } = usePlainWords()
  const { model } = useOpenDoor()
  return (
    <>
      <h1>{t('我的报告', 'My reports')}</h1>
      {model.reports.length === 0 && (
        <Notice kind="info">
          {t(
            '还没有医院把报告的凭据寄到本机。请在就诊医院的窗口要求“寄送报告凭据”。',
            'No hospital has sent the keys to your reports to this device yet. Ask for them at its counter.',
          )}
        </Notice>
      )}
      <ReportList reports={model.reports} />
    </>
  )
}

export const ReportList = ({ reports }: { readonly reports: readonly MyReport[] }) => (
  <ul className="cards">
    {reports.map((report) => (
      <li key={report.id}>
        <ReportCard report={report} />
      </li>
    ))}
  </ul>
)

const ReportCard = ({ report }: { readonly report: MyReport }) => {
  const { t, word, when, item, institution } = usePlainWords()
  const latest = report.versions.at(-1)
  const recognised = report.decisions.filter(({ payload }) => payload.outcome === 'recognised').length
  if (!latest)
    return (
      <article className="card">
        <h2>{report.title ?? report.id}</h2>
        <p>{t('账本上还没有这份报告。', 'The ledger does not have this report yet.')}</p>
      </article>
    )
  const { payload, row } = latest
  return (
    <article className="card">
      <h2>
        <a href={`#/report/${report.id}`}>{report.title ?? item(payload.item)}</a>
      </h2>
      <p>
        {institution(payload.issuer)} · {when(payload.performedAt)} · {word(payload.status)}
      </p>
      <p>
        {report.decisions.length === 0
          ? t('还没有别的医院用到它', 'no other hospital has needed it yet')
          : t(
              `互认决定 ${report.decisions.length} 次，其中互认 ${recognised} 次`,
              `${report.decisions.length} decisions on it, recognised ${recognised} times`,
            )}
      </p>
      {report.opens ? (
        <ProofLine row={row} />
      ) : (
        <Notice kind="bad">
          {t(
            '这份凭据打不开账本上的承诺：不能证明是您的报告。',
            'This does not open the ledger’s commitment: it is not shown to be yours.',
          )}
        </Notice>
      )}
    </article>
  )
}
