import { Button, Card, ConfigProvider, Layout, Menu, theme } from 'antd'
import en from 'antd/locale/en_US.js'
import zh from 'antd/locale/zh_CN.js'
import { useEffect, useState } from 'react'
import { useAnswer, useLive } from './api.ts'
import { type Language, LanguageContext, useWords } from './language.tsx'
import { go, usePlace } from './location.ts'
import { Blocks, Institutions, Keys, Readings, Transactions } from './pages/chain.tsx'
import { Overview } from './pages/overview.tsx'
import { Statement, TimeLine } from './pages/statement.tsx'
import { Statements } from './pages/statements.tsx'

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
const remembered = (name: string, otherwise: string) => localStorage.getItem(`huren.${name}`) ?? otherwise
const preferred = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

/** The regulator's door. */
export const App = () => {
  const [language, setLanguage] = useState<Language>(() =>
    remembered('language', 'zh') === 'en' ? 'en' : 'zh',
  )
  const [mode, setMode] = useState(() => remembered('mode', preferred()))
  const dark = mode === 'dark'
  useEffect(() => {
    localStorage.setItem('huren.language', language)
    localStorage.setItem('huren.mode', mode)
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language, mode])
  return (
    <ConfigProvider
      csp={{ nonce }}
      locale={language === 'zh' ? zh.default : en.default}
      theme={{
        algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: {
          colorPrimary: dark ? '#4fc4af' : '#0b6e5f',
          colorLink: dark ? '#4fc4af' : '#0b6e5f',
          fontFamily: 'var(--fonts)',
          motion: false,
        },
      }}
    >
      <LanguageContext value={language}>
        <Shell
          dark={dark}
          onMode={() => setMode(dark ? 'light' : 'dark')}
          onLanguage={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
        />
      </LanguageContext>
    </ConfigProvider>
  )
}

const Shell = ({
  dark,
  onMode,
  onLanguage,
}: {
  readonly dark: boolean
  readonly onMode: () => void
  readonly onLanguage: () => void
}) => {
  const { t } = useWords()
  const { page } = usePlace()
  const me = useAnswer<{ name: string; role: string }>('/api/me')
  if (!me.value) return <Card loading />
  const items = [
    { key: '', label: t('总览', 'Overview') },
    { key: 'statements', label: t('声明', 'Statements') },
    { key: 'blocks', label: t('区块', 'Blocks') },
    { key: 'transactions', label: t('交易', 'Transactions') },
    { key: 'institutions', label: t('机构', 'Institutions') },
    { key: 'keys', label: t('密钥', 'Keys') },
    ...(me.value.role === 'auditor' ? [{ key: 'readings', label: t('阅读记录', 'Readings') }] : []),
  ]
  const leave = () => void fetch('/sign-out', { method: 'POST' }).then(() => location.assign('/sign-in'))
  return (
    <Layout>
      <header className="page">
        <div className="head">
          <strong>{t('互认浏览器', 'Huren explorer')}</strong>
          <nav className="menu" aria-label={t('主菜单', 'Main menu')}>
            <Menu mode="horizontal" selectedKeys={[page]} items={items} onClick={({ key }) => go(key)} />
          </nav>
          <Button onClick={onLanguage}>{t('English', '中文')}</Button>
          <Button onClick={onMode}>{dark ? t('浅色', 'Light') : t('深色', 'Dark')}</Button>
          <Button onClick={leave}>{t(`退出 ${me.value.name}`, `Sign out ${me.value.name}`)}</Button>
        </div>
      </header>
      <Pages dark={dark} />
    </Layout>
  )
}

const Pages = ({ dark }: { readonly dark: boolean }) => {
  const { t } = useWords()
  const { page, id, query } = usePlace()
  const live = useLive()
  return (
    <main className="page">
      {page === '' && <Overview version={live.version} dark={dark} />}
      {page === 'statements' && <Statements key={String(query)} query={query} />}
      {page === 'statement' && <Statement id={id} />}
      {page === 'record' && <TimeLine id={id} />}
      {page === 'blocks' && <Blocks version={live.version} />}
      {page === 'transactions' && <Transactions version={live.version} />}
      {page === 'institutions' && <Institutions version={live.version} />}
      {page === 'keys' && <Keys version={live.version} />}
      {page === 'readings' && <Readings />}
      <footer>
        {t(
          `账本 ${live.height} 个区块，${live.statements} 条声明，实时更新`,
          `${live.height} blocks and ${live.statements} statements on the ledger, live`,
        )}
      </footer>
    </main>
  )
}
