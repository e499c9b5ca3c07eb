import { type AccessErasure, accessEvent } from '@huren/records'
import type { Sentence } from '../verdict.ts'
import type { ProvenEntry } from './entry.ts'

const actions: Record<string, Sentence> = {
  query: { zh: '查询', en: 'queried' },
  view: { zh: '查看', en: 'viewed' },
  download: { zh: '下载', en: 'downloaded' },
  print: { zh: '打印', en: 'printed' },
  share: { zh: '分享', en: 'shared' },
}

/** What one entry says, in a sentence. */
export const eventSentence = ({ index, event, erasure }: ProvenEntry): Sentence => {
  if (erasure)
    return {
      zh: `第 ${index} 条：第 ${erasure.erases} 条的内容已于 ${erasure.erasedAt} 删除。`,
      en: `Entry ${index}: the content of entry ${erasure.erases} was erased on ${erasure.erasedAt}.`,
    }
  if (!event)
    return {
      zh: `第 ${index} 条在日志中（只余承诺值）。`,
      en: `Entry ${index} is in the log (its commitment only).`,
    }
  const action = actions[event.action] ?? accessEvent.label
  const ground = event.emergency
    ? { zh: `紧急调阅 ${event.emergency}`, en: `emergency access ${event.emergency}` }
    : { zh: `授权 ${event.consent}`, en: `consent ${event.consent}` }
  return {
    zh: `第 ${index} 条：${event.institution} 于 ${event.at} 依${ground.zh}${action.zh}影像。`,
    en: `Entry ${index}: ${event.institution} ${action.en} images at ${event.at} under ${ground.en}.`,
  }
}

export const erasedSentence = ({ erases, erasedAt }: AccessErasure): Sentence => ({
  zh: `第 ${erases} 条的内容已于 ${erasedAt} 删除，完整性未受影响。`,
  en: `The content of entry ${erases} was erased on ${erasedAt}; integrity intact.`,
})

export const accessNotProven: readonly Sentence[] = [
  {
    zh: '调阅时间和人员由记录者自述；日志只保证内容此后未变、先后次序未变。',
    en: 'Time and person are what the recorder says; the log vouches that they have not changed since, nor their order.',
  },
  {
    zh: '从未记入日志的调阅不在证明之内：双方日志核对才能发现。',
    en: 'An access that was never logged is not covered: only comparing both sides’ logs finds it.',
  },
]
