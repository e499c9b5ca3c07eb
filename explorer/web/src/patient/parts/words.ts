import { useWords, type Words } from '../../language.tsx'
import { wordsOf } from '../../words.ts'
import { useDoor } from '../door.tsx'

/** The ledger's codes in words for patients. */
const plain: Readonly<Record<string, Words>> = {
  treatment: { zh: '诊疗', en: 'treatment' },
  recognition: { zh: '结果互认', en: 'recognising earlier results' },
  referral: { zh: '转诊', en: 'a referral' },
  consultation: { zh: '会诊', en: 'a consultation' },
  'second-opinion': { zh: '第二诊疗意见', en: 'a second opinion' },
  unconscious: { zh: '患者昏迷', en: 'the patient was unconscious' },
  'life-threatening': { zh: '生命危险', en: 'danger to life' },
  'public-health': { zh: '公共卫生事件', en: 'a public-health emergency' },
  recognised: { zh: '已互认（不必重复检查）', en: 'recognised: no need to repeat it' },
  'not-recognised': { zh: '未互认', en: 'not recognised' },
  blocked: { zh: '规则不允许互认', en: 'the rules did not allow it' },
  expired: { zh: '结果已过有效期', en: 'the result is too old' },
  quality: { zh: '质量标记未通过', en: 'it failed a quality mark' },
  level: { zh: '机构级别不够', en: 'the institution’s level is too low' },
  'item-retired': { zh: '项目已停用', en: 'the item is retired' },
  'institution-suspended': { zh: '出具机构已暂停', en: 'its institution is suspended' },
  'in-person': { zh: '当面核验', en: 'in person' },
  online: { zh: '线上核验', en: 'online' },
  query: { zh: '查询', en: 'queried' },
  view: { zh: '查看', en: 'viewed' },
  download: { zh: '下载', en: 'downloaded' },
  print: { zh: '打印', en: 'printed' },
  share: { zh: '分享', en: 'shared' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
}

/** Names of institutions and items where the site has them, else their codes; times as people write them. */
export const usePlainWords = () => {
  const { t, say, language } = useWords()
  const { names } = useDoor()
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const format = new Intl.DateTimeFormat(locale, {
    ...{ dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' },
  })
  const named = (id: string, name: Words | undefined) =>
    name ? t(`${name.zh}（${id}）`, `${name.en} (${id})`) : id
  return {
    t,
    say,
    when: (instant: string) => format.format(new Date(instant)),
    word: (code: string) => say(plain[code] ?? wordsOf(code)),
    institution: (id: string) => named(id, names.institutions?.[id]),
    item: (code: string) => {
      const name = names.items?.[code]
      return name ? say(name) : code
    },
    reason: (code: string) => named(code, names.reasons?.[code]),
  }
}
