import { useAppearance } from '../appearance.ts'
import { useArrival } from '../arrival.ts'
import { clockDiffers } from '../clock.ts'
import { LanguageContext, useWords } from '../language.tsx'
import { usePlace } from '../location.ts'
import { Header } from '../plain/header.tsx'
import { hasPasskey } from './device/passkey.ts'
import { DoorProvider, useDoor } from './door.tsx'
import { Accesses } from './pages/accesses.tsx'
import { ConsentPage } from './pages/consent.tsx'
import { Consents } from './pages/consents.tsx'
import { Grant } from './pages/grant.tsx'
import { Home } from './pages/home.tsx'
import { KeyPage } from './pages/key.tsx'
import { NewRelative } from './pages/new-relative.tsx'
import { Relatives } from './pages/relatives.tsx'
import { ReportPage } from './pages/report.tsx'
import { Reports } from './pages/reports.tsx'
import { SignIn } from './pages/sign-in.tsx'
import { Notice } from './parts/notice.tsx'

/** The patient's door: language and colours as in the other doors, everything else its own, small enough for a phone. */
export const PatientApp = () => {
  const { language, dark, onMode, onLanguage } = useAppearance()
  return (
    <LanguageContext value={language}>
      <DoorProvider>
        <Head dark={dark} onMode={onMode} onLanguage={onLanguage} />
        <Navigation />
        <main id="main" tabIndex={-1}>
          <ClockNotice />
          <Page />
        </main>
      </DoorProvider>
    </LanguageContext>
  )
}

type Appearance = Pick<ReturnType<typeof useAppearance>, 'dark' | 'onMode' | 'onLanguage'>

const Head = (appearance: Appearance) => {
  const { t } = useWords()
  const { site } = useDoor()
  const leave = () =>
    void fetch('/sign-out', { method: 'POST' }).then(() =>
      location.assign(hasPasskey() ? '/patient' : '/sign-in'),
    )
  return (
    <Header {...appearance} title={t('我的互认', 'My records')} name={site?.name}>
      <button type="button" className="plain" onClick={leave}>
        {t('退出', 'Sign out')}
      </button>
    </Header>
  )
}

const tabs = [
  { page: '', zh: '首页', en: 'Home', also: [] },
  { page: 'reports', zh: '报告', en: 'Reports', also: ['report'] },
  { page: 'consents', zh: '授权', en: 'Consent', also: ['consent', 'grant'] },
  { page: 'accesses', zh: '谁看过', en: 'Who looked', also: [] },
  { page: 'relatives', zh: '亲属', en: 'Relatives', also: ['relative'] },
  { page: 'key', zh: '密钥', en: 'Key', also: [] },
]

const Navigation = () => {
  const { t, say } = useWords()
  const { page } = usePlace()
  return (
    <nav aria-label={t('主菜单', 'Main menu')}>
      {tabs.map((tab) => (
        <a
          key={tab.page}
          href={`#/${tab.page}`}
          aria-current={page === tab.page || tab.also.some((name) => name === page) ? 'page' : undefined}
        >
          {say(tab)}
        </a>
      ))}
    </nav>
  )
}

/** What is signed by a wrong clock is refused: it is said before anybody signs. */
const ClockNotice = () => {
  const { t, say } = useWords()
  // by the door's answers it is known
  useDoor()
  const differs = clockDiffers()
  if (!differs) return null
  return (
    <div data-clock="differs">
      <Notice kind="warn">
        {say(differs)}
        {t(
          '。签名可能被拒绝：请在系统设置中打开“自动设置时间”。',
          '. What you sign may be refused: let the system set the time by itself.',
        )}
      </Notice>
    </div>
  )
}

const Page = () => {
  const { t, say } = useWords()
  const { page, id } = usePlace()
  const tab = tabs.find((each) => each.page === page || each.also.some((name) => name === page))
  useArrival(`${page}/${id}`, `${tab ? `${say(tab)} · ` : ''}${t('我的互认', 'My records')}`)
  const { problem, site, keyState, model, signedOut } = useDoor()
  if (signedOut) return <SignIn />
  if (problem)
    return (
      <>
        <h1>{t('打不开', 'This does not open')}</h1>
        <Notice kind="bad">{problem}</Notice>
        <button type="button" onClick={() => location.reload()}>
          {t('再试一次', 'Try again')}
        </button>
      </>
    )
  if (!site || !keyState) return <Notice kind="busy">{t('正在打开…', 'Opening…')}</Notice>
  if (keyState.state !== 'bound' || page === 'key') return <KeyPage />
  if (!model) return <Notice kind="busy">{t('正在读取您的记录…', 'Reading your records…')}</Notice>
  if (page === 'reports') return <Reports />
  if (page === 'report') return <ReportPage key={id} id={id} />
  if (page === 'consents') return <Consents />
  if (page === 'consent') return <ConsentPage key={id} id={id} />
  if (page === 'grant') return <Grant key={id} id={id} />
  if (page === 'accesses') return <Accesses />
  if (page === 'relatives') return <Relatives />
  if (page === 'relative') return <NewRelative key={id} id={id} />
  return <Home />
}
