import { isMine, type Looked } from '../data/records.ts'
import { useOpenDoor } from '../door.tsx'
import { Notice } from '../parts/notice.tsx'
import { ProofLine } from '../parts/proof.tsx'
import { usePlainWords } from '../parts/words.ts'
import { Images } from './images.tsx'

/** Everyone who opened my reports, each with its receipt (CITY-3, PAT-8). */
export const Accesses = () => {
  const { t } = usePlainWords()
  const { model } = useOpenDoor()
  return (
    <>
      <h1>{t('谁看过', 'Who looked')}</h1>
      <Images />
      <h2>{t('谁看过我的报告', 'Who looked at my reports')}</h2>
      {model.looks.length === 0 && <p>{t('没有调阅记录。', 'No access is recorded.')}</p>}
      <ul className="cards">
        {model.looks.map((look) => (
          <li key={look.row.id}>
            <LookCard look={look} />
          </li>
        ))}
      </ul>
      {model.cut && (
        <Notice kind="warn">
          {t('记录太多，这里没有全部列出。', 'There are too many records: not all of them are shown here.')}
        </Notice>
      )}
      <Notice kind="info">
        {t(
          '报告的调阅列表由本服务器从账本整理：每一条都在本机核验，是否有遗漏还不能由本机证明。',
          'This server gathers the list about reports from the ledger: each entry is verified on this device; whether one is missing cannot be proven here yet.',
        )}
      </Notice>
    </>
  )
}

export const LookCard = ({ look }: { readonly look: Looked }) => {
  const { t, word, when, item, institution } = usePlainWords()
  const { model } = useOpenDoor()
  const titleOf = (id: string) => {
    const report = model.reports.find((each) => each.id === id)
    const code = report?.versions.at(-1)?.payload.item
    return report?.title ?? (code ? item(code) : id)
  }
  const who = institution(look.payload.issuer)
  if (look.kind === 'access') {
    const { payload, row } = look
    return (
      <article className="card">
        <h3>{who}</h3>
        <p>
          {when(row.at)} · {titleOf(payload.report)} ·{' '}
          {t(`用于${word(payload.purpose)}`, `for ${word(payload.purpose)}`)}
        </p>
        <p>
          {!payload.consent ? (
            t('凭紧急调阅', 'under an emergency access')
          ) : isMine(model.consents, payload.consent) ? (
            <a href={`#/consent/${payload.consent}`}>{t('凭您的授权', 'under your grant')}</a>
          ) : (
            <b className="doubt" data-doubt>
              {t(
                '所凭授权不是您给的，请向监管方反映',
                'under a grant that is not yours: tell the supervisor',
              )}
            </b>
          )}
        </p>
        <ProofLine row={row} />
      </article>
    )
  }
  const { payload, row, review } = look
  const judged = review
    ? review.payload.outcome === 'justified'
      ? t('事后复核：理由成立', 'reviewed afterwards: justified')
      : t('事后复核：理由不成立', 'reviewed afterwards: not justified')
    : t('尚未事后复核', 'not reviewed yet')
  return (
    <article className="card emergency">
      <h3>{t(`紧急调阅：${who}`, `Emergency access: ${who}`)}</h3>
      <p>
        {when(row.at)} · {payload.reports.map(titleOf).join('、')}
      </p>
      <p>
        {t(
          `未经您授权，理由：${word(payload.reason)}；${judged}`,
          `without your consent, because ${word(payload.reason)}; ${judged}`,
        )}
      </p>
      <ProofLine row={row} />
      {review && <ProofLine row={review.row} />}
    </article>
  )
}
