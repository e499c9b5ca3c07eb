import { useEffect, useState } from 'react'
import type { Model } from '../data/model.ts'
import { isMine } from '../data/records.ts'
import { useOpenDoor } from '../door.tsx'
import { Notice } from '../parts/notice.tsx'
import { Recent } from '../parts/recent.tsx'
import { usePlainWords } from '../parts/words.ts'

/** What has come since this account last opened the page in this browser (PROV-23). */
const useNews = (account: string, { reports, looks, readAt }: Model) => {
  const place = `huren.seen.${account}`
  const [seen] = useState(() => localStorage.getItem(place) ?? '')
  useEffect(() => localStorage.setItem(place, new Date(readAt).toISOString()), [place, readAt])
  const isNew = (at: string | undefined) => seen !== '' && at !== undefined && at > seen
  return {
    reports: reports.filter(({ versions }) => isNew(versions.at(-1)?.row.at)).length,
    looks: looks.filter(({ row }) => isNew(row.at)).length,
  }
}

/** What needs the patient now, and what is new. */
export const Home = () => {
  const { t, when } = usePlainWords()
  const { model, site, reload } = useOpenDoor()
  const { requests, reports, consents, looks, shares } = model
  const active = consents.filter(({ state }) => state === 'active').length
  const doubtful = looks.filter(
    ({ kind, payload }) => kind === 'access' && payload.consent && !isMine(consents, payload.consent),
  ).length
  const news = useNews(site.account, model)
  const emergencies = looks.filter(({ kind }) => kind === 'emergency').length
  const doors = [
    { page: 'reports', label: t('我的报告', 'My reports'), count: reports.length },
    { page: 'consents', label: t('生效中的授权', 'Grants in force'), count: active },
    { page: 'accesses', label: t('调阅记录', 'Accesses'), count: looks.length },
    { page: 'relatives', label: t('亲属与我共享', 'Shared with me'), count: shares.length },
  ]
  return (
    <>
      <h1>{t(`您好，${site.name}`, `Hello, ${site.name}`)}</h1>
      {requests.length > 0 && (
        <Notice kind="warn">
          <a href="#/consents" data-pending={requests.length}>
            {t(
              `有 ${requests.length} 个授权请求等您决定`,
              requests.length === 1
                ? 'a request waits for your decision'
                : `${requests.length} requests wait for your decision`,
            )}
          </a>
        </Notice>
      )}
      {news.reports + news.looks > 0 && (
        <Notice kind="info">
          <span data-news>
            {t(
              `自上次打开以来：新报告或新版本 ${news.reports} 份，新的调阅 ${news.looks} 次`,
              `Since you were here: ${news.reports} new reports or versions, ${news.looks} new accesses`,
            )}
          </span>
        </Notice>
      )}
      {doubtful > 0 && (
        <Notice kind="bad">
          <a href="#/accesses">
            {t(
              `有 ${doubtful} 次调阅所凭的授权不是您给的`,
              doubtful === 1
                ? 'an access was made under a grant that is not yours'
                : `${doubtful} accesses were made under grants that are not yours`,
            )}
          </a>
        </Notice>
      )}
      {emergencies > 0 && (
        <Notice kind="warn">
          <a href="#/accesses">
            {t(
              `有 ${emergencies} 次未经授权的紧急调阅，请查看`,
              emergencies === 1
                ? 'an emergency access without your consent: have a look'
                : `${emergencies} emergency accesses without your consent: have a look`,
            )}
          </a>
        </Notice>
      )}
      <ul className="tiles">
        {doors.map(({ page, label, count }) => (
          <li key={page}>
            <a href={`#/${page}`}>
              <b>{count}</b> {label}
            </a>
          </li>
        ))}
      </ul>
      {model.doubtful > 0 && (
        <Notice kind="warn">
          {t(
            `有 ${model.doubtful} 封信无法打开或无法证实来自何处，未予采用。`,
            `${model.doubtful} letters could not be opened, or their writer could not be proven; they are not used.`,
          )}
        </Notice>
      )}
      <Recent />
      <p className="actions">
        <button type="button" className="plain" onClick={() => void reload()}>
          {t('重新读取', 'Read again')}
        </button>
        <a href="/notice">{t('互认公示：哪些医院、哪些项目', 'Which hospitals and items are recognised')}</a>
      </p>
      <p className="small">
        {t(
          `读取于 ${when(new Date(model.readAt).toISOString())}。您的姓名和报告内容不在账本上；每一条记录都可在本机核验，不必相信本服务器。`,
          `Read at ${when(new Date(model.readAt).toISOString())}. Neither your name nor your results are on the ledger; every record is verified on this device, so that you need not believe this server.`,
        )}
      </p>
    </>
  )
}
