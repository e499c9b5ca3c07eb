import { Alert, Button, Card, ConfigProvider, Layout, Menu, Typography, theme } from 'antd'
import en from 'antd/locale/en_US.js'
import zh from 'antd/locale/zh_CN.js'
import { useEffect, useState } from 'react'
import { ask, useAnswer, useLive } from './api.ts'
import { useAppearance } from './appearance.ts'
import { useArrival } from './arrival.ts'
import { clockDiffers } from './clock.ts'
import { type Door, type DoorModule, doors, type MenuEntry, type Person } from './doors.ts'
import { LanguageContext, useWords, type Words } from './language.tsx'
import { go, usePlace } from './location.ts'
import { Search } from './search.tsx'
import { learnNames } from './words.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
/** What all doors share: language, colours, who is signed in; then the door itself, loaded when it is entered. */
export const App = () => {
  const { language, dark, onMode, onLanguage } = useAppearance()
  return (
    <ConfigProvider
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
      // Ant Design's own words for it are too pale to be read (WCAG 1.4.3)
      renderEmpty={() => <Typography.Text>{language === 'zh' ? '暂无数据' : 'Nothing here'}</Typography.Text>}
      locale={language === 'zh' ? zh.default : en.default}
      theme={{
        // one name each: the styles of both are kept
        cssVar: { key: dark ? 'huren-dark' : 'huren-light' },
        algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        // white on the pale primary colour of the dark cannot be read (WCAG 1.4.3)
        ...(dark && { components: { Button: { primaryColor: '#06231e' } } }),
        token: {
          colorPrimary: dark ? '#4fc4af' : '#0b6e5f',
          colorLink: dark ? '#4fc4af' : '#0b6e5f',
          // Ant Design's own under the pointer is too pale to be read (WCAG 1.4.3)
          colorLinkHover: dark ? '#86ddcd' : '#07493f',
          colorLinkActive: dark ? '#86ddcd' : '#07493f',
          fontFamily: 'var(--fonts)',
          // Ant Design's own is too pale to be read (WCAG 1.4.3)
          colorTextPlaceholder: dark ? '#9aa8a4' : '#5c6865',
          motion: false,
        },
      }}
    >
      <LanguageContext value={language}>
        <Entrance dark={dark} onMode={onMode} onLanguage={onLanguage} />
      </LanguageContext>
    </ConfigProvider>
  )
}

interface Settings {
  readonly dark: boolean
  readonly onMode: () => void
  readonly onLanguage: () => void
}

/** The doors that a person may enter, and the one that the address names, else the first. */
const doorsOf = ({ role }: Person) => {
  const open = doors.filter(({ roles }) => roles.includes(role))
  return { open, entered: open.find(({ name }) => location.pathname === `/${name}`) ?? open[0] }
}

const Entrance = (settings: Settings) => {
  const { t } = useWords()
  const me = useAnswer<Person>('/api/me')
  const [module, setModule] = useState<DoorModule>()
  const { open, entered } = me.value ? doorsOf(me.value) : { open: [], entered: undefined }
  useEffect(() => {
    if (!entered) return
    const names = ask('/api/names').then((text) => learnNames(JSON.parse(text)))
    void Promise.all([entered.load(), names.catch(() => undefined)]).then(([loaded]) => setModule(loaded))
  }, [entered])
  if (me.value && !entered)
    return (
      <Alert
        type="warning"
        title={t('此账号没有可进入的页面', 'There is no door for this account')}
        showIcon
      />
    )
  if (!me.value || !module || !entered) return <Card loading />
  return <Inside settings={settings} person={me.value} open={open} entered={entered} module={module} />
}

/** Entries of one group under its name, in the order in which they came. */
const menuItems = (entries: readonly MenuEntry[], say: (words: Words) => string) => {
  const groups = Map.groupBy(entries, ({ page, group }) => group?.en ?? page)
  return [...groups].map(([key, [first, ...rest]]) => {
    const item = ({ page, label }: MenuEntry) => ({ key: page, label: say(label) })
    if (!first?.group) return { key, label: first ? say(first.label) : '' }
    return { key: `group:${key}`, label: say(first.group), children: [first, ...rest].map(item) }
  })
}

/** A wrong clock makes wrong periods: it is said, and which of the two is right is for people to find out. */
const ClockDiffers = () => {
  const { t, say } = useWords()
  const differs = clockDiffers()
  if (!differs) return null
  const so = t(
    '按本机日期选取的期间和剩余天数可能不对，请校准时钟。',
    'periods and days left may be wrong. Set the clock.',
  )
  return <Alert type="warning" showIcon data-clock="differs" title={`${say(differs)}${t('：', ': ')}${so}`} />
}

interface InsideProps {
  readonly settings: Settings
  readonly person: Person
  readonly open: readonly Door[]
  readonly entered: Door
  readonly module: DoorModule
}

const Inside = ({ settings: { dark, onMode, onLanguage }, person, open, entered, module }: InsideProps) => {
  const { t, say } = useWords()
  const { page, id } = usePlace()
  const live = useLive()
  const entries = module.menu(person)
  const items = menuItems(entries, say)
  // the page of one statement stands under that of all
  const entry = entries.find((each) => each.page === page) ?? entries.find((each) => each.page === `${page}s`)
  const here = say(entry?.label ?? entered.label)
  useArrival(`${page}/${id}`, `${here} · ${t('互认浏览器', 'Huren explorer')}`)
  const leave = () => void fetch('/sign-out', { method: 'POST' }).then(() => location.assign('/sign-in'))
  return (
    <Layout>
      <header className="page">
        <div className="head">
          <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
            {t('跳到内容', 'Skip to content')}
          </button>
          <strong>{t('互认浏览器', 'Huren')}</strong>
          {open.length > 1 &&
            open.map(({ name, label }) => (
              <a key={name} href={`/${name}`} aria-current={name === entered.name ? 'page' : undefined}>
                {say(label)}
              </a>
            ))}
          <nav className="menu" aria-label={t('主菜单', 'Main menu')}>
            <Menu
              mode="horizontal"
              selectedKeys={[entry?.page ?? page]}
              items={items}
              onClick={({ key }) => go(key)}
            />
          </nav>
          {module.isSearched && <Search />}
          <Button onClick={onLanguage} lang={t('en', 'zh-CN')}>
            {t('English', '中文')}
          </Button>
          <Button onClick={onMode}>{dark ? t('浅色', 'Light') : t('深色', 'Dark')}</Button>
          <Button onClick={leave}>
            {t('退出', 'Sign out')} <span className="who">{person.name}</span>
          </Button>
        </div>
      </header>
      <main className="page" id="main" tabIndex={-1}>
        <h1 className="hidden">{here}</h1>
        {!module.mindsClock && <ClockDiffers />}
        <module.Pages dark={dark} live={live} person={person} />
        <footer>
          {t(
            `账本 ${live.height} 个区块，${live.statements} 条声明`,
            `${live.height} blocks and ${live.statements} statements on the ledger`,
          )}
          {live.isLive ? (
            t('，实时更新', ', live')
          ) : (
            <output data-live="no">
              {t('；实时更新中断，正在重新连接', '; no live updates: connecting again')}
            </output>
          )}
        </footer>
      </main>
    </Layout>
  )
}
