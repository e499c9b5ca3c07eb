import { createContext, useContext } from 'react'

export type Language = 'zh' | 'en'
export const LanguageContext = createContext<Language>('zh')

export interface Words {
  readonly zh: string
  readonly en: string
}

/** Says something in the language of the page: `t('总览', 'Overview')`. */
export const useWords = () => {
  const language = useContext(LanguageContext)
  return {
    language,
    t: (zh: string, en: string) => (language === 'zh' ? zh : en),
    say: (words: Words) => words[language],
  }
}
