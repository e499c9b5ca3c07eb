import type { Words } from './language.tsx'

/** What a key may be used for, in words. */
export const keyUseWords: Readonly<Record<string, Words>> = {
  administration: { zh: '管理', en: 'administration' },
  report: { zh: '报告', en: 'reports' },
  quality: { zh: '质控', en: 'quality' },
  recognition: { zh: '互认', en: 'recognition' },
  access: { zh: '调阅', en: 'access' },
  review: { zh: '复核', en: 'review' },
  referral: { zh: '转诊', en: 'referral' },
  'access-log': { zh: '访问日志', en: 'access log' },
  reading: { zh: '仅查阅', en: 'reading only' },
}
