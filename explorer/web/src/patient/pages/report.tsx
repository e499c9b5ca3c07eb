import type { Decision, Report } from '@huren/records'
import type { Found, MyReport } from '../data/records.ts'
import { useOpenDoor } from '../door.tsx'
import { Notice } from '../parts/notice.tsx'
import { ProofLine } from '../parts/proof.tsx'
import { usePlainWords } from '../parts/words.ts'
import { LookCard } from './accesses.tsx'

/** One report: its versions, what hospitals decided on it, who opened it. */
export const ReportPage = ({ id }: { readonly id: string }) => {
  const { t, item } = usePlainWords()
  const { model } = useOpenDoor()
  const shared = model.shares.flatMap(({ reports }) => reports)
  const report = [...model.reports, ...shared].find((each) => each.id === id)
  if (!report) return <Notice kind="bad">{t('您没有这份报告。', 'You have no such report.')}</Notice>
  const looks = model.looks.filter(({ kind, payload }) =>
    kind === 'access' ? payload.report === id : payload.reports.some((each) => each === id),
  )
  const code = report.versions.at(-1)?.payload.item
  return (
    <>
      <h1>{report.title ?? (code && item(code)) ?? id}</h1>
      <Whose report={report} />
      <h2>{t('版本', 'Versions')}</h2>
      <ul className="cards">
        {report.versions.map((version) => (
          <li key={version.row.id}>
            <Version version={version} />
          </li>
        ))}
      </ul>
      <h2>{t('互认记录', 'Decisions of hospitals')}</h2>
      {report.decisions.length === 0 && (
        <p>{t('还没有医院作出互认决定。', 'No hospital has decided on it yet.')}</p>
      )}
      <ul className="cards">
        {report.decisions.map((decided) => (
          <li key={decided.row.id}>
            <Decided decided={decided} />
          </li>
        ))}
      </ul>
      <h2>{t('谁打开过', 'Who opened it')}</h2>
      {looks.length === 0 && <p>{t('没有调阅记录。', 'No access is recorded.')}</p>}
      <ul className="cards">
        {looks.map((look) => (
          <li key={look.row.id}>
            <LookCard look={look} />
          </li>
        ))}
      </ul>
    </>
  )
}

const Whose = ({ report: { opens, person } }: { readonly report: MyReport }) => {
  const { t } = usePlainWords()
  return opens ? (
    <p>
      {t(
        `医院的凭据打开了账本上的承诺：这是“${person}”的报告。只有本机知道这一点，账本上没有姓名。`,
        `The hospital’s key opens the ledger’s commitment: it is the report of “${person}”. Only this device knows; no name is on the ledger.`,
      )}
    </p>
  ) : (
    <Notice kind="bad">
      {t(
        '这份凭据打不开账本上的承诺：不能证明是您的报告。',
        'This does not open the ledger’s commitment: it is not shown to be yours.',
      )}
    </Notice>
  )
}

const Version = ({ version: { payload, row } }: { readonly version: Found<Report> }) => {
  const { t, word, when, institution } = usePlainWords()
  return (
    <article className="card">
      <h3>
        {t(
          `第 ${payload.version} 版 · ${word(payload.status)}`,
          `Version ${payload.version} · ${word(payload.status)}`,
        )}
      </h3>
      <p>
        {t(
          `${institution(payload.issuer)} 于 ${when(payload.issuedAt)} 签发`,
          `issued by ${institution(payload.issuer)}, ${when(payload.issuedAt)}`,
        )}
      </p>
      <ProofLine row={row} />
    </article>
  )
}

const Decided = ({ decided: { payload, row } }: { readonly decided: Found<Decision> }) => {
  const { t, word, when, institution, reason } = usePlainWords()
  return (
    <article className="card">
      <h3>{word(payload.outcome)}</h3>
      <p>
        {institution(payload.issuer)} · {when(payload.issuedAt)}
      </p>
      {payload.block && <p>{t(`原因：${word(payload.block)}`, `because ${word(payload.block)}`)}</p>}
      {payload.reason && (
        <p>
          {t(
            `理由：${reason(payload.reason)}。医生应当向您说明为何需要重做。`,
            `Reason: ${reason(payload.reason)}. The doctor owes you an explanation why it is repeated.`,
          )}
        </p>
      )}
      <ProofLine row={row} />
    </article>
  )
}
