import { useEffect, useState } from 'react'
import type { Language } from './language.tsx'

const remembered = (name: string) => localStorage.getItem(`huren.${name}`)
const preferred = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

/** Language and colours of a page: Chinese and the system's unless somebody chose, and remembered in this browser. */
export const useAppearance = () => {
  const [language, setLanguage] = useState<Language>(() => (remembered('language') === 'en' ? 'en' : 'zh'))
  const [mode, setMode] = useState(() => remembered('mode') ?? preferred())
  const dark = mode === 'dark'
  useEffect(() => {
    localStorage.setItem('huren.language', language)
    localStorage.setItem('huren.mode', mode)
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    document.documentElement.dataset.mode = mode
    // what no component colours, and the browser's own fields
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light'
  }, [language, mode, dark])
  return {
    language,
    dark,
    onMode: () => setMode(dark ? 'light' : 'dark'),
    onLanguage: () => setLanguage(language === 'zh' ? 'en' : 'zh'),
  }
}
