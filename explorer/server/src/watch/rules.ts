import {
  type StatementDimension,
  statementDimensions,
  type TransactionDimension,
  transactionDimensions,
} from '@huren/explorer-model'
import { families, type Label } from '@huren/records'
import Joi from 'joi'

export type Dimension = StatementDimension | TransactionDimension
type Selection = { readonly [D in Dimension]?: readonly string[] }

interface Common {
  /** Lower case words with hyphens. */
  readonly id: string
  readonly label: Label
  /** What somebody who finds it should look into. */
  readonly advice: Label
  /** What is counted: statements, the transactions that carried them, or accesses on which two logs do not agree. */
  readonly on: 'statements' | 'transactions' | 'reconciliations'
  /** One finding for each word of this dimension: each institution, each doctor's key, each client. */
  readonly by: Dimension
  /** Days that it looks back, today included. */
  readonly days: number
  /** Fewer rows than this say nothing. */
  readonly least: number
  /** Only a person sets it to `off`, with a note that is kept; nothing else ever does. */
  readonly state: 'on' | 'off'
  /** A city's own rule, about statements of its own institutions; absent for the province's (CITY-27). */
  readonly city?: string
}

/**
 * What is unusual, as data (不合理行为的发现): thresholds and words can be changed on a page, without a program.
 * - `share`: of the rows with `among`, so much or more also have `words`;
 * - `burst`: today there are so many times as many as on an average day of the days before;
 * - `volume`: there are `least` rows or more;
 * - `balance`: rows with `words` and rows with `against` should be as many, and differ by more than a share.
 */
export type Rule = Common & { readonly words: Selection; readonly except?: Selection } & (
    | { readonly kind: 'share'; readonly among: Selection; readonly atLeast: number }
    | { readonly kind: 'burst'; readonly times: number }
    | { readonly kind: 'volume' }
    | { readonly kind: 'balance'; readonly against: Selection; readonly tolerance: number }
  )

const committed = { result: ['committed'] }
const night = ['22', '23', '00', '01', '02', '03', '04', '05']

export const defaultRules: readonly Rule[] = [
  {
    id: 'doctor-refuses-nearly-always',
    label: { zh: '医生几乎总不互认', en: 'A doctor who nearly always refuses' },
    advice: {
      zh: '查看该密钥的决定与理由，必要时提醒所在机构。',
      en: 'Look at this key’s decisions and their reasons; remind the institution where needed.',
    },
    on: 'statements',
    by: 'signer',
    kind: 'share',
    words: { outcome: ['not-recognised'] },
    among: { type: ['decision'], ...committed, outcome: ['recognised', 'not-recognised'] },
    atLeast: 0.9,
    days: 30,
    least: 10,
    state: 'on',
  },
  {
    id: 'institution-refuses-often',
    label: { zh: '机构不互认比例过高', en: 'An institution that refuses often' },
    advice: {
      zh: '比较同级机构；查看不互认理由的分布。',
      en: 'Compare institutions of the same level; look at the reasons.',
    },
    on: 'statements',
    by: 'institution',
    kind: 'share',
    words: { outcome: ['not-recognised'] },
    among: { type: ['decision'], ...committed, outcome: ['recognised', 'not-recognised'] },
    atLeast: 0.6,
    days: 30,
    least: 30,
    state: 'on',
  },
  {
    id: 'many-refused-submissions',
    label: { zh: '大量提交被账本拒绝', en: 'Many submissions refused by the ledger' },
    advice: {
      zh: '查看拒绝代码；多为接口错误或密钥用错。',
      en: 'Look at the refusal codes; mostly a fault of an interface or a wrong key.',
    },
    on: 'statements',
    by: 'institution',
    kind: 'share',
    words: { result: ['refused'] },
    among: { result: ['committed', 'refused'] },
    atLeast: 0.2,
    days: 7,
    least: 20,
    state: 'on',
  },
  {
    id: 'night-access',
    label: { zh: '夜间调阅', en: 'Access at night' },
    advice: {
      zh: '22 时至次日 6 时的调阅，核对是否为急诊。',
      en: 'Accesses between 22 and 6 o’clock: see whether they were emergencies.',
    },
    on: 'statements',
    by: 'institution',
    kind: 'volume',
    words: { type: ['access'], ...committed, hour: night },
    days: 1,
    least: 10,
    state: 'on',
  },
  {
    id: 'access-burst',
    label: { zh: '调阅突增', en: 'A burst of accesses' },
    advice: { zh: '核对当日业务量与调阅用途。', en: 'Compare the day’s visits and the purposes stated.' },
    on: 'statements',
    by: 'institution',
    kind: 'burst',
    words: { type: ['access'], ...committed },
    times: 5,
    days: 28,
    least: 20,
    state: 'on',
  },
  {
    id: 'emergency-without-review',
    label: { zh: '紧急调阅与复核数量不符', en: 'Emergency accesses and reviews do not reconcile' },
    advice: {
      zh: '每次紧急调阅都应由他人复核。',
      en: 'Each emergency access is to be reviewed by somebody else.',
    },
    on: 'statements',
    by: 'city',
    kind: 'balance',
    words: { type: ['emergency-access'], ...committed },
    against: { type: ['emergency-review'], ...committed },
    tolerance: 0.1,
    days: 30,
    least: 1,
    state: 'on',
  },
  {
    id: 'access-logs-differ',
    label: { zh: '双方调阅日志不符', en: 'Two access logs do not agree' },
    advice: {
      zh: '打开核对报告，请医院与影像云各自查明：哪一方漏记、多记或记错。',
      en: 'Open the report: let hospital and imaging cloud find out who left out or recorded what.',
    },
    on: 'reconciliations',
    by: 'institution',
    kind: 'volume',
    words: {},
    days: 30,
    least: 1,
    state: 'on',
  },
  {
    id: 'client-burst',
    label: { zh: '交易量异常', en: 'Unusual volume of transactions' },
    advice: {
      zh: '查看该链账户当日交易；可能为重复提交或脚本。',
      en: 'Look at this chain account’s transactions of today: a repetition, or a script.',
    },
    on: 'transactions',
    by: 'client',
    kind: 'burst',
    words: {},
    times: 10,
    days: 28,
    least: 200,
    state: 'on',
  },
  {
    id: 'invalid-transactions',
    label: { zh: '无效交易', en: 'Invalid transactions' },
    advice: {
      zh: '查看验证代码；签名或背书不符应立即调查。',
      en: 'Look at the validation code; wrong signatures or endorsements are to be looked into at once.',
    },
    on: 'transactions',
    by: 'validation',
    kind: 'volume',
    words: {},
    except: { validation: ['VALID'] },
    days: 7,
    least: 1,
    state: 'on',
  },
  {
    id: 'unknown-contract',
    label: { zh: '异常合约调用', en: 'An unknown contract or function' },
    advice: {
      zh: '不在六个合约之内的函数被排序上链，查明提交者。',
      en: 'A function outside of the six contracts was ordered: find out who sent it.',
    },
    on: 'transactions',
    by: 'function',
    kind: 'volume',
    words: {},
    except: {
      function: ['config', 'Registry:bootstrap', ...families.map((family) => `${family}:submit`)],
    },
    days: 30,
    least: 1,
    state: 'on',
  },
]

const label = Joi.object<Label, true>({
  zh: Joi.string().max(80).required(),
  en: Joi.string().max(160).required(),
})
const words = Joi.array().items(Joi.string().max(128).allow('')).max(200)
const dimensions = [...new Set<Dimension>([...statementDimensions, ...transactionDimensions])]
const selection = Joi.object(Object.fromEntries(dimensions.map((name) => [name, words])))
const only = (...kinds: readonly Rule['kind'][]) => ({
  is: Joi.valid(...kinds),
  then: Joi.required(),
  otherwise: Joi.forbidden(),
})

export const ruleSchema = Joi.object<Rule>({
  id: Joi.string()
    .pattern(/^[a-z][a-z0-9-]{2,60}$/)
    .required(),
  label: label.required(),
  advice: Joi.object<Label, true>({
    zh: Joi.string().max(300).required(),
    en: Joi.string().max(300).required(),
  }).required(),
  on: Joi.valid('statements', 'transactions', 'reconciliations').required(),
  by: Joi.when('on', {
    switch: [
      { is: 'statements', then: Joi.valid(...statementDimensions) },
      { is: 'transactions', then: Joi.valid(...transactionDimensions) },
    ],
    otherwise: Joi.valid('institution'),
  }).required(),
  days: Joi.number().integer().min(1).max(366).required(),
  least: Joi.number().integer().min(1).max(1e9).required(),
  state: Joi.valid('on', 'off').required(),
  city: Joi.string()
    .pattern(/^\d{4}$/)
    .when('on', { is: 'statements', otherwise: Joi.forbidden() }),
  kind: Joi.when('on', {
    is: 'reconciliations',
    then: Joi.valid('volume'),
    otherwise: Joi.valid('share', 'burst', 'volume', 'balance'),
  }).required(),
  words: selection.required().when('on', { is: 'reconciliations', then: Joi.object().max(0) }),
  except: selection.when('on', { is: 'reconciliations', then: Joi.object().max(0) }),
  among: selection.when('kind', only('share')),
  atLeast: Joi.number().min(0.01).max(1).when('kind', only('share')),
  times: Joi.number().min(1.1).max(1000).when('kind', only('burst')),
  against: selection.when('kind', only('balance')),
  tolerance: Joi.number().min(0).max(10).when('kind', only('balance')),
})
