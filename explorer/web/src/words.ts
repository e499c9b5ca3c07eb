import { recordTypeNamed } from '@huren/records'
import { cityWords } from './cities.ts'
import type { Words } from './language.tsx'
import { refusalWords, validationWords } from './refusal-words.ts'

/** Codes of the ledger in words; a code without an entry is shown as it is. */
const codes: Readonly<Record<string, Words>> = {
  committed: { zh: '已上链', en: 'committed' },
  duplicate: { zh: '重复', en: 'duplicate' },
  refused: { zh: '被拒绝', en: 'refused' },
  invalid: { zh: '交易无效', en: 'invalid transaction' },
  'no-result': { zh: '无结果', en: 'no result' },
  recognised: { zh: '互认', en: 'recognised' },
  'not-recognised': { zh: '不互认', en: 'not recognised' },
  blocked: { zh: '阻断', en: 'blocked' },
  final: { zh: '最终', en: 'final' },
  preliminary: { zh: '初步', en: 'preliminary' },
  amended: { zh: '更正', en: 'amended' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
  active: { zh: '正常', en: 'active' },
  suspended: { zh: '暂停', en: 'suspended' },
  closed: { zh: '关闭', en: 'closed' },
  consent: { zh: '凭授权', en: 'under a consent' },
  emergency: { zh: '紧急', en: 'emergency' },
  central: { zh: '中心机构', en: 'central' },
  city: { zh: '地市', en: 'city' },
  hospital: { zh: '医院', en: 'hospital' },
  primary: { zh: '一级', en: 'primary' },
  secondary: { zh: '二级', en: 'secondary' },
  tertiary: { zh: '三级', en: 'tertiary' },
  'imaging-cloud': { zh: '影像云', en: 'imaging cloud' },
  'quality-centre': { zh: '质控中心', en: 'quality centre' },
  visit: { zh: '就诊', en: 'visit' },
  order: { zh: '开单', en: 'order' },
  save: { zh: '保存', en: 'save' },
  download: { zh: '下载', en: 'download' },
  query: { zh: '查询', en: 'query' },
  view: { zh: '查看', en: 'view' },
  print: { zh: '打印', en: 'print' },
  share: { zh: '分享', en: 'share' },
  'within-minute': { zh: '1 分钟内', en: 'within a minute' },
  'within-hour': { zh: '1 小时内', en: 'within an hour' },
  'within-day': { zh: '1 天内', en: 'within a day' },
  later: { zh: '更晚', en: 'later' },
  passed: { zh: '通过', en: 'passed' },
  failed: { zh: '未通过', en: 'failed' },
  propose: { zh: '提出', en: 'proposed' },
  accept: { zh: '接受', en: 'accepted' },
  decline: { zh: '谢绝', en: 'declined' },
  dispatch: { zh: '转出', en: 'dispatched' },
  receive: { zh: '接收', en: 'received' },
  return: { zh: '转回', en: 'returned' },
  close: { zh: '结束', en: 'ended' },
  unconscious: { zh: '患者昏迷', en: 'unconscious' },
  'life-threatening': { zh: '生命危险', en: 'life-threatening' },
  'public-health': { zh: '公共卫生', en: 'public health' },
  justified: { zh: '理由成立', en: 'justified' },
  'not-justified': { zh: '理由不成立', en: 'not justified' },
  expired: { zh: '过期', en: 'expired' },
  quality: { zh: '质控不合格', en: 'quality' },
  level: { zh: '机构级别', en: 'level' },
  'item-retired': { zh: '项目停用', en: 'item retired' },
  'institution-suspended': { zh: '机构暂停', en: 'institution suspended' },
  discovered: { zh: '已发现', en: 'discovered' },
  reminded: { zh: '已提醒', en: 'reminded' },
  intervened: { zh: '已干预', en: 'intervened' },
  dismissed: { zh: '不成立', en: 'dismissed' },
  on: { zh: '启用', en: 'on' },
  off: { zh: '停用', en: 'off' },
}

/** What the site calls institutions, items and reasons; a code without a name is shown as it is. */
export type Names = Readonly<Record<string, Readonly<Record<string, Words>>>>
const named = new Map<string, Words>()

/** Keeps names for `wordsOf`; the code stays beside its name, for it is what the ledger has. */
export const learnNames = (names: Names): void => {
  for (const list of Object.values(names))
    for (const [code, { zh, en }] of Object.entries(list))
      named.set(code, { zh: `${zh} ${code}`, en: `${en} ${code}` })
}

const withCode = (code: string, words: Words | undefined): Words | undefined =>
  words && { zh: `${words.zh} ${code}`, en: `${words.en} ${code}` }
const refusals: Readonly<Record<string, Words>> = {
  ...refusalWords,
  'deadline-passed': { zh: '超过承诺时限', en: 'promised time has passed' },
}

/** A code or the name of a statement type, as words. */
export const wordsOf = (code: string): Words =>
  recordTypeNamed(code)?.label ??
  codes[code] ??
  withCode(code, refusals[code] ?? validationWords[code] ?? cityWords[code]) ??
  named.get(code) ?? { zh: code || '（无）', en: code || '(none)' }
