import type { ReactNode } from 'react'
import { useWords } from '../language.tsx'

interface Props {
  readonly title: string
  /** Beside the title: whose door it is. */
  readonly name?: string | undefined
  readonly dark: boolean
  readonly onMode: () => void
  readonly onLanguage: () => void
  /** What else there is to do, at the end. */
  readonly children?: ReactNode
}

/** The head of a page for everybody: to the content (`main`), language, colours. */
export const Header = ({ title, name, dark, onMode, onLanguage, children }: Props) => {
  const { t } = useWords()
  return (
    <header>
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('跳到内容', 'Skip to content')}
      </button>
      <strong>{title}</strong>
      <span className="push">{name}</span>
      <button type="button" className="plain" lang={t('en', 'zh-CN')} onClick={onLanguage}>
        {t('English', '中文')}
      </button>
      <button type="button" className="plain" onClick={onMode}>
        {dark ? t('浅色', 'Light') : t('深色', 'Dark')}
      </button>
      {children}
    </header>
  )
}
