import { lazy, Suspense, useState } from 'react'
import { ask, useAnswer } from '../api.ts'
import { useAppearance } from '../appearance.ts'
import { cityWords } from '../cities.ts'
import { LanguageContext, useWords, type Words } from '../language.tsx'
import { Header } from '../plain/header.tsx'
import { chinaTime } from '../time.ts'
import type { Published } from './model.ts'

const Proof = lazy(async () => ({ default: (await import('./proof.tsx')).NoticeProof }))

/** What anybody may see without signing in: recognition, published (互认信息公示, PROV-27). */
export const NoticeApp = () => {
  const { language, dark, onMode, onLanguage } = useAppearance()
  return (
    <LanguageContext value={language}>
      <Head dark={dark} onMode={onMode} onLanguage={onLanguage} />
      <main id="main" tabIndex={-1}>
        <Notice />
      </main>
    </LanguageContext>
  )
}

const Head = (appearance: Pick<ReturnType<typeof useAppearance>, 'dark' | 'onMode' | 'onLanguage'>) => {
  const { t } = useWords()
  return (
    <Header {...appearance} title={t('互认公示', 'Recognition')}>
      <a className="button plain" href="/patient">
        {t('我的互认', 'My records')}
      </a>
    </Header>
  )
}

const levels: Readonly<Record<string, Words | undefined>> = {
  primary: { zh: '一级', en: 'primary' },
  secondary: { zh: '二级', en: 'secondary' },
  tertiary: { zh: '三级', en: 'tertiary' },
}

const Notice = () => {
  const { t, say, language } = useWords()
  const { value, problem } = useAnswer<Published>('/notice/api/recognition')
  if (problem)
    return (
      <p role="alert" className="notice bad">
        {problem.message}
      </p>
    )
  if (!value) return <output className="notice">{t('正在打开…', 'Opening…')}</output>
  const { institutions, items, rule, counts, names, at, height } = value
  const levelOf = (level: string) => say(levels[level] ?? { zh: level, en: level })
  const cityOf = (code: string) => say(cityWords[code] ?? { zh: code, en: code })
  const number = (amount: number) => amount.toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB')
  const figures = [
    {
      id: 'institutions',
      label: t('参与互认的医院', 'Hospitals that take part'),
      count: institutions.length,
    },
    { id: 'items', label: t('互认项目', 'Items recognised'), count: items.length },
    { id: 'reports', label: t('可互认的报告', 'Reports'), count: counts.reports },
    { id: 'recognised', label: t('已互认（次）', 'Times recognised'), count: counts.recognised },
  ]
  return (
    <>
      <h1>{t('检查检验结果互认公示', 'Recognition of examination results')}</h1>
      <p>
        {t(
          '在一家医院做过的检查检验，在另一家医院经医生判断可以直接采用，不必重复做，这就是互认。是否互认由接诊医生决定；不互认时医生必须写明理由。您可以在“我的互认”查看自己的报告、谁看过，以及给谁授权。',
          'An examination that one hospital has made may be used by another, if its doctor finds it fit: that is recognition, and saves a repetition. The doctor decides, and must say why not. Under “My records” you see your own reports, who looked, and whom you let look.',
        )}
      </p>
      <ul className="tiles">
        {figures.map(({ id, label, count }) => (
          <li key={id} className="card">
            <b data-figure={id}>{number(count)}</b> {label}
          </li>
        ))}
      </ul>
      {rule && (
        <section className="card" data-rule={rule.version}>
          <h2>{t(`现行互认规则：第 ${rule.version} 版`, `The rule in force: version ${rule.version}`)}</h2>
          <p>
            {t(
              `${rule.scope === 'city' ? '本市' : '全省'}范围内，${levelOf(rule.minimumLevel)}及以上医院的结果可以互认${rule.qualityRequired ? '，报告须通过质控' : ''}。`,
              `Within the ${rule.scope}, results of hospitals of ${levelOf(rule.minimumLevel)} level and above${rule.qualityRequired ? '; a report must have passed quality control' : ''}.`,
            )}
          </p>
          <Verified statement={rule.statement} />
        </section>
      )}
      <List
        name="items"
        title={t('互认项目', 'Items')}
        find={t('查找项目', 'Find an item')}
        rows={items.map(({ item, kind, validDays, statement }) => ({
          id: item,
          name: names.items?.[item],
          says: t(
            `${kind === 'laboratory' ? '检验' : '检查'}，${validDays} 天内有效`,
            `${kind}, valid for ${validDays} days`,
          ),
          statement,
        }))}
      />
      <List
        name="institutions"
        title={t('参与互认的医院', 'Hospitals')}
        find={t('查找医院', 'Find a hospital')}
        rows={institutions.map(({ institution, level, city, statement }) => ({
          id: institution,
          name: names.institutions?.[institution],
          says: `${levelOf(level)} · ${cityOf(city)}`,
          statement,
        }))}
      />
      <List
        name="reasons"
        title={t('医生可以不互认的理由', 'Why a doctor may decline')}
        rows={Object.entries(names.reasons ?? {}).map(([id, name]) => ({ id, name, says: '' }))}
      />
      <p className="small">
        {t(
          `以上由账本第 ${height} 个区块时的登记得出（${chinaTime(at)}）；每一条都可在本机核验，不必相信本站。名称来自本站文件，编号以账本为准。账本上没有患者姓名和报告内容。`,
          `From the registry on the ledger at block ${height} (${chinaTime(at)}); each entry can be verified on this device. Names are this site’s, ids are the ledger’s. No name of a patient and no result is on the ledger.`,
        )}
      </p>
    </>
  )
}

interface Entry {
  readonly id: string
  readonly name: Words | undefined
  readonly says: string
  readonly statement?: string
}
interface ListProps {
  readonly name: string
  readonly title: string
  /** What the field for searching is called; without, there is none. */
  readonly find?: string
  readonly rows: readonly Entry[]
}

/** Entries shown before somebody asks for more. */
const first = 20

const List = ({ name, title, find, rows }: ListProps) => {
  const { t, say } = useWords()
  const [sought, setSought] = useState('')
  const [all, setAll] = useState(false)
  const matches = rows.filter(({ id, name }) =>
    `${id} ${name ? `${name.zh} ${name.en}` : ''}`.toLowerCase().includes(sought.trim().toLowerCase()),
  )
  const shown = all ? matches : matches.slice(0, first)
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {find && rows.length > first && (
        <label>
          {find}
          <input type="search" value={sought} onChange={({ target }) => setSought(target.value)} />
        </label>
      )}
      {matches.length === 0 && <p>{t('没有', 'None')}</p>}
      <ul className="cards" data-list={name}>
        {shown.map(({ id, name, says, statement }) => (
          <li key={id} className="card entry">
            <span>
              <strong>{name ? say(name) : id}</strong> {name && <span className="small">{id}</span>} {says}
            </span>
            {statement && <Verified statement={statement} />}
          </li>
        ))}
      </ul>
      {matches.length > shown.length && (
        <p>
          <button type="button" className="plain" onClick={() => setAll(true)}>
            {t(`全部 ${matches.length} 条`, `All ${matches.length}`)}
          </button>
        </p>
      )}
    </section>
  )
}

/** On demand: the statement that says so, and its receipt, judged in this browser. */
const Verified = ({ statement }: { readonly statement: string }) => {
  const { t } = useWords()
  const [text, setText] = useState<string>()
  const [trouble, setTrouble] = useState('')
  const load = () =>
    ask(`/notice/api/statements/${statement}`).then(setText, ({ message }: Error) => setTrouble(message))
  if (trouble) return <p className="notice bad">{trouble}</p>
  if (text === undefined)
    return (
      <button type="button" className="plain" data-verify={statement} onClick={() => void load()}>
        {t('在本机核验', 'Verify here')}
      </button>
    )
  return (
    <Suspense fallback={<p>{t('正在核验…', 'Verifying…')}</p>}>
      <Proof id={statement} text={text} />
    </Suspense>
  )
}
