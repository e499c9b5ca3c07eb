import type { MyConsent, Request } from '../data/records.ts'
import { useOpenDoor } from '../door.tsx'
import { usePlainWords } from '../parts/words.ts'

/** Pending requests, grants in force, and those that are over (PROV-25, PROV-26). */
export const Consents = () => {
  const { t } = usePlainWords()
  const { model } = useOpenDoor()
  const inForce = model.consents.filter(({ state }) => state === 'active' || state === 'coming')
  const past = model.consents.filter(({ state }) => state === 'over' || state === 'revoked')
  return (
    <>
      <h1>{t('授权', 'Consent')}</h1>
      <h2>{t('等您决定', 'Waiting for you')}</h2>
      {model.requests.length === 0 && <p>{t('没有等待的请求。', 'No request is waiting.')}</p>}
      <ul className="cards">
        {model.requests.map((request) => (
          <li key={request.request.consent}>
            <RequestCard {...request} />
          </li>
        ))}
      </ul>
      <h2>{t('生效中', 'In force')}</h2>
      {inForce.length === 0 && <p>{t('没有生效中的授权。', 'No grant is in force.')}</p>}
      <ConsentList consents={inForce} />
      <p>
        <a className="button" href="#/grant/new">
          {t('主动授权一家机构', 'Grant access yourself')}
        </a>
      </p>
      {past.length > 0 && (
        <details>
          <summary>{t(`已结束的授权（${past.length}）`, `Grants that ended (${past.length})`)}</summary>
          <ConsentList consents={past} />
        </details>
      )}
    </>
  )
}

const ConsentList = ({ consents }: { readonly consents: readonly MyConsent[] }) => {
  const { t, when, word, institution } = usePlainWords()
  const states = {
    active: t('生效中', 'in force'),
    coming: t('尚未开始', 'not yet begun'),
    over: t('已到期', 'over'),
    revoked: t('已撤销', 'revoked'),
  }
  return (
    <ul className="cards">
      {consents.map(({ payload, state }) => (
        <li key={payload.consent}>
          <article className="card" data-consent={state}>
            <h3>
              <a href={`#/consent/${payload.consent}`}>{institution(payload.grantee)}</a>
            </h3>
            <p>
              {t(
                `用于${word(payload.purpose)}，至 ${when(payload.notAfter)}`,
                `for ${word(payload.purpose)}, until ${when(payload.notAfter)}`,
              )}
              {' · '}
              {states[state]}
              {payload.relative && ` · ${t('含亲属', 'with a relative')}`}
            </p>
          </article>
        </li>
      ))}
    </ul>
  )
}

const RequestCard = ({ request, notAfter }: Request) => {
  const { t, when, word, institution } = usePlainWords()
  return (
    <article className="card request">
      <h3>{institution(request.grantee)}</h3>
      <dl>
        <dt>{t('谁', 'Who')}</dt>
        <dd>{request.who}</dd>
        <dt>{t('为什么', 'Why')}</dt>
        <dd>
          {request.why}
          {t(`（${word(request.purpose)}）`, ` (${word(request.purpose)})`)}
        </dd>
        <dt>{t('看什么', 'What')}</dt>
        <dd>
          <Scope {...request} />
        </dd>
        <dt>{t('多久', 'How long')}</dt>
        <dd>
          <Hours hours={request.hours} />
        </dd>
      </dl>
      <p>
        <a className="button" href={`#/grant/${request.consent}`}>
          {t('查看并决定', 'Look and decide')}
        </a>
      </p>
      <p className="small">
        {t(
          `寄信机构的密钥登记已在本机核验。不作决定，请求于 ${when(notAfter)} 失效，什么也不会被打开。`,
          `The writer’s registered key was verified on this device. If you do nothing, the request ends ${when(notAfter)} and nothing is opened.`,
        )}
      </p>
    </article>
  )
}

export const Hours = ({ hours }: { readonly hours: number }) => {
  const { t } = usePlainWords()
  return hours % 24 === 0
    ? t(`${hours / 24} 天`, hours === 24 ? '1 day' : `${hours / 24} days`)
    : t(`${hours} 小时`, hours === 1 ? '1 hour' : `${hours} hours`)
}

interface ScopeProps {
  readonly scope: 'all' | 'items' | 'reports'
  readonly items?: readonly string[]
  readonly reports?: readonly string[]
}

/** What a grant covers, in words. */
export const Scope = ({ scope, items = [], reports = [] }: ScopeProps) => {
  const { t, item } = usePlainWords()
  const { model } = useOpenDoor()
  if (scope === 'all') return t('您的全部报告', 'all your reports')
  if (scope === 'items')
    return t(`这些项目的报告：${items.map(item).join('、')}`, `reports of: ${items.map(item).join(', ')}`)
  const shared = model.shares.flatMap((each) => each.reports)
  const titles = reports.map((id) => {
    const report = [...model.reports, ...shared].find((each) => each.id === id)
    return report?.title ?? item(report?.versions.at(-1)?.payload.item ?? id)
  })
  return t(
    `这 ${titles.length} 份报告：${titles.join('、')}`,
    `${titles.length} reports: ${titles.join(', ')}`,
  )
}
