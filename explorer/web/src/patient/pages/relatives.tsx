import { useOpenDoor } from '../door.tsx'
import { QrCode } from '../parts/qr-code.tsx'
import { relativeName } from '../parts/relative-name.ts'
import { usePlainWords } from '../parts/words.ts'
import { ReportList } from './reports.tsx'

/** Relatives: whom I let see, who lets me see, and the code by which they know this device (PROV-29, PROV-30). */
export const Relatives = () => {
  const { t, when, institution } = usePlainWords()
  const { model, site, device } = useOpenDoor()
  const given = model.consents.filter(({ payload, state }) => payload.relative && state === 'active')
  const link = `${site.audience}/patient#/relative/${device.key}`
  return (
    <>
      <h1>{t('亲属', 'Relatives')}</h1>
      <h2>{t('我让谁看', 'Who may see mine')}</h2>
      {given.length === 0 && <p>{t('您没有让亲属查看报告。', 'No relative may see your reports.')}</p>}
      <ul className="cards">
        {given.map(({ payload }) => (
          <li key={payload.consent}>
            <article className="card">
              <h3>
                <a href={`#/consent/${payload.consent}`}>
                  {relativeName(payload.relative ?? '') ??
                    `${t('亲属密钥', 'A relative’s key')} ${payload.relative?.slice(0, 8)}`}
                </a>
              </h3>
              <p>
                {t(
                  `${payload.reports?.length ?? 0} 份报告，至 ${when(payload.notAfter)}`,
                  `${payload.reports?.length ?? 0} reports, until ${when(payload.notAfter)}`,
                )}
              </p>
            </article>
          </li>
        ))}
      </ul>
      <p>
        {t(
          '要新增：请亲属打开本页，用您的手机扫描其名片码。',
          'To add one: let them open this page, and scan their code with your phone.',
        )}
      </p>
      <h2>{t('谁让我看', 'Who lets me see')}</h2>
      {model.shares.length === 0 && <p>{t('没有人与您共享。', 'Nobody shares with you.')}</p>}
      {model.shares.map(({ share, consent, reports }) => (
        <section key={share.consent} className="card" data-share={share.consent}>
          <h3>{share.from}</h3>
          <p>
            {t(
              `至 ${when(consent.payload.notAfter)}，${institution(consent.payload.grantee)}`,
              `until ${when(consent.payload.notAfter)}, ${institution(consent.payload.grantee)}`,
            )}
            {' · '}
            <a href={`#/consent/${consent.payload.consent}`}>{t('查看或交还', 'See or give back')}</a>
          </p>
          <ReportList reports={reports} />
        </section>
      ))}
      <h2>{t('我的名片码', 'My code')}</h2>
      <figure>
        <QrCode text={link} label={t('我的名片码', 'My code')} />
        <figcaption>
          {t(`请对方核对标识：${device.key.slice(0, 8)}`, `Let them compare: ${device.key.slice(0, 8)}`)}
          <code>{link}</code>
        </figcaption>
      </figure>
    </>
  )
}
