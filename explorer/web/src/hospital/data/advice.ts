import type { RefusalCode } from '@huren/records'
import type { Words } from '../../language.tsx'

/** What the hospital's own system does about a refusal. */
const rewrite: Words = {
  zh: '内容或格式不符：由本院系统更正字段，重新签名提交。',
  en: 'What it says is not acceptable: your system corrects the field, signs and submits anew.',
}
const resign: Words = {
  zh: '签名不成立：用登记的密钥重新签名，载荷不必改。',
  en: 'The signature does not hold: sign again with a registered key; the payload may stay.',
}
const renew: Words = {
  zh: '密钥不可用：到“密钥与证书”查看，登记新密钥或换用有此用途的密钥后重新签名。',
  en: 'The key cannot be used: see “Keys”, register a new one or take one for this use, and sign again.',
}
const clock: Words = {
  zh: '签发时间与账本不符：校准签名机器的时钟，重新签名。',
  en: 'issuedAt does not fit the ledger’s time: set the clock of the signing machine and sign again.',
}
const institution: Words = {
  zh: '机构不符或未生效：核对机构编号；机构状态由中心机构登记。',
  en: 'The institution is not right or not in force: check its id; its status is for the central organisations.',
}
const exists: Words = {
  zh: '账本已有此记录或更新的版本：先查询账本，通常不必再提交；要改则提交下一版本。',
  en: 'The ledger has this record or a newer version: look it up; to change it, state the next version.',
}
const reference: Words = {
  zh: '引用的报告或声明不存在、不是最终版或已撤回：先让被引用的一方上链，或改引现行版本。',
  en: 'What it refers to is not there, not final, or withdrawn: have that one stated first, or refer to the current one.',
}
const catalogue: Words = {
  zh: '目录、规则或理由字典版本不符：从网关取现行版本，再签名。',
  en: 'Catalogue, rule or dictionary is not the one in force: fetch the current one and sign again.',
}
const rules: Words = {
  zh: '规则不允许此决定：核对阻断条件；按规则改为阻断，或不互认并给出理由。',
  en: 'The rules do not allow this decision: state it as blocked, or not recognised with a reason.',
}
const consent: Words = {
  zh: '没有有效授权：请患者授权或扩大授权；紧急情况走紧急调阅。',
  en: 'No consent covers it: ask the patient; in an emergency use emergency access.',
}
const emergency: Words = {
  zh: '紧急调阅或其复核不符：核对编号与时限；复核须由另一把密钥。',
  en: 'The emergency access or its review does not fit: check id and time; another key must review.',
}
const log: Words = {
  zh: '访问日志检查点不接续：可能有人改动日志，先停用并报告，再核对。',
  en: 'The checkpoint does not extend the log: stop and report, for the log may have been altered.',
}
const referral: Words = {
  zh: '转诊环节不符：等对方完成上一步，或核对转诊编号。',
  en: 'It is not your turn in this referral: wait for the other side, or check its id.',
}
const erasure: Words = {
  zh: '删除对象不存在或已删除：核对后不必再提交。',
  en: 'What was to be erased is not there or erased already: nothing more to do.',
}
const route: Words = {
  zh: '提交方式不符：由网关分批，一次少提交一些。',
  en: 'It was sent the wrong way: let the gateway batch, and send fewer at a time.',
}

/** Advice for every code of the record model: the compiler finds the one that is missing. */
const advice: Readonly<Record<RefusalCode, Words>> = {
  'envelope-malformed': rewrite,
  'envelope-too-large': rewrite,
  'json-malformed': rewrite,
  'json-duplicate-key': rewrite,
  'unicode-ill-formed': rewrite,
  'payload-type-unknown': rewrite,
  'payload-invalid': rewrite,
  'signature-missing': resign,
  'signature-malformed': resign,
  'signature-invalid': resign,
  'signature-duplicate': resign,
  'key-unknown': renew,
  'key-not-yet-valid': renew,
  'key-expired': renew,
  'key-revoked': renew,
  'key-use': renew,
  'key-conflict': renew,
  'key-id-mismatch': renew,
  'public-key-invalid': renew,
  'validity-invalid': renew,
  'quorum-missing': institution,
  'clock-skew': clock,
  'issuer-mismatch': institution,
  'institution-unknown': institution,
  'institution-inactive': institution,
  'wrong-family': route,
  'record-exists': exists,
  'version-conflict': exists,
  'not-yet-effective': catalogue,
  'report-unknown': reference,
  'report-not-final': reference,
  'report-withdrawn': reference,
  'report-mismatch': reference,
  'statement-unknown': reference,
  'statement-superseded': reference,
  'item-unknown': catalogue,
  'item-retired': catalogue,
  'rule-not-in-force': catalogue,
  'dictionary-not-in-force': catalogue,
  'reason-unknown': catalogue,
  'recognition-blocked': rules,
  'block-unfounded': rules,
  'consent-unknown': consent,
  'consent-revoked': consent,
  'consent-expired': consent,
  'consent-not-yet-valid': consent,
  'consent-scope': consent,
  'consent-grantee': consent,
  'consent-purpose': consent,
  'not-grantor': consent,
  'period-too-long': consent,
  'emergency-unknown': emergency,
  'emergency-expired': emergency,
  'emergency-reviewed': emergency,
  'reviewer-is-accessor': emergency,
  'log-unknown': log,
  'log-size': log,
  'log-fork': log,
  'log-index': log,
  'referral-unknown': referral,
  'referral-out-of-turn': referral,
  'referral-closed': referral,
  'target-unknown': erasure,
  'already-erased': erasure,
  'bootstrap-done': route,
  'bootstrap-invalid': route,
  'batch-too-large': route,
}

/** What died in the gateway, and what asking it may answer. */
const others: Readonly<Record<string, Words>> = {
  'deadline-passed': {
    zh: '承诺的时限已过，账本一直收不到：网关会自动补推，也可现在补推。网关签名的承诺可作证据。',
    en: 'The promised time is over and the ledger was not reached: the gateway sends it again by itself, or now by hand. Its signed promise is evidence.',
  },
  'delivery-failed': {
    zh: '账本一再拒收整个交易：补推一次；仍不成，请网关运维查看日志。',
    en: 'The ledger rejected the transaction again and again: send it once more; if that fails, the gateway’s operator has to look.',
  },
  'gateway-away': {
    zh: '网关没有回应，稍后再试；已上链的内容不受影响，仍可在本页以外查看。',
    en: 'The gateway does not answer; try again later. What is on the ledger can be seen all the same.',
  },
  'foreign-key': {
    zh: '本机密钥不是本机构登记的，网关的内容不能查看。请在“本机密钥”重新登记。',
    en: 'This desk’s key is not registered for your institution. Register it under “This desk”.',
  },
  'key-inactive': {
    zh: '本机密钥已到期或停用，请在“本机密钥”换一把。',
    en: 'This desk’s key has ended: make a new one under “This desk”.',
  },
  'credential-invalid': {
    zh: '网关还不认识本机密钥：登记刚上链时请等几秒。',
    en: 'The gateway does not know this desk’s key yet: after its registration wait some seconds.',
  },
  'signature-stale': {
    zh: '本机时钟与网关相差过大：请校准这台电脑的时间。',
    en: 'This computer’s clock is too far from the gateway’s: set it right.',
  },
  'not-found': {
    zh: '没有这条内容：可能已补推成功、已放弃，或编号不是本机构的。',
    en: 'There is no such thing: it was delivered or given up since, or it is not yours.',
  },
  'replay-needless': { zh: '它已在排队，不必补推。', en: 'It waits already; there is no need.' },
  'queue-full': { zh: '网关排队已满，稍后再试。', en: 'The gateway’s queue is full; try later.' },
  discarded: { zh: '已放弃，不再补推。', en: 'Given up: it is not sent any more.' },
  'no-gateway': { zh: '本站没有配置网关。', en: 'No gateway is configured at this site.' },
}

const isRefusal = (code: string): code is RefusalCode => Object.hasOwn(advice, code)

/** What to do about a code; undefined for one that nobody foresaw. */
export const adviceFor = (code: string): Words | undefined =>
  isRefusal(code) ? advice[code] : Object.hasOwn(others, code) ? others[code] : undefined
