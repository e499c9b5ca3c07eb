import {
  algorithms,
  field,
  type Instant,
  type InstitutionId,
  type KeyId,
  keyId,
  type PublicKey,
  parseStrictJson,
} from '@huren/records'
import Joi from 'joi'
import { type NoteKey, type NoteType, parseVerifierKey } from './note.ts'
import { reject, type Sentence } from './verdict.ts'

interface Period {
  readonly notBefore: Instant
  readonly notAfter: Instant
}
export type StatementKey = PublicKey & Period
interface NotaryText extends Period {
  readonly log: string
  readonly cosigner: string
  readonly sm2?: string
}
interface Organisation {
  readonly institution: InstitutionId
  readonly name: Sentence
  readonly statementKeys: readonly StatementKey[]
  readonly notaries: readonly NotaryText[]
}

/** The trust file as it is written down. SPEC.md, section 6. */
export interface TrustFile extends Period {
  readonly format: 'huren-trust/v1'
  /** SHA-256 of the ledger's first block header, for audits; receipts do not need it. */
  readonly genesis?: string
  readonly organisations: readonly Organisation[]
  readonly policy: { readonly cosignatures: number; readonly including: readonly InstitutionId[] }
  readonly witnesses?: readonly string[]
}

const period = { notBefore: field.instant().required(), notAfter: field.instant().required() }
const verifierKey = Joi.string().max(512)
const schema = Joi.object<TrustFile>({
  format: Joi.valid('huren-trust/v1').required(),
  genesis: field.digest(),
  ...period,
  organisations: Joi.array()
    .items(
      Joi.object({
        institution: field.institutionId().required(),
        name: Joi.object({
          zh: Joi.string().max(200).required(),
          en: Joi.string().max(200).required(),
        }).required(),
        statementKeys: Joi.array()
          .items(
            Joi.object({
              algorithm: field.code(...algorithms).required(),
              publicKey: field.publicKey().required(),
              ...period,
            }),
          )
          .min(1)
          .max(16)
          .required(),
        notaries: Joi.array()
          .items(
            Joi.object({
              log: verifierKey.required(),
              cosigner: verifierKey.required(),
              sm2: verifierKey,
              ...period,
            }),
          )
          .min(1)
          .max(16)
          .required(),
      }),
    )
    .min(1)
    .max(16)
    .unique('institution')
    .required(),
  policy: Joi.object({
    cosignatures: Joi.number().integer().min(1).max(16).required(),
    including: Joi.array().items(field.institutionId()).max(16).unique().required(),
  }).required(),
  witnesses: Joi.array().items(verifierKey).max(16),
}).prefs({ convert: false })

export interface CentralKey extends StatementKey {
  readonly id: KeyId
  readonly institution: InstitutionId
}
export interface NotaryKey extends Period {
  readonly institution: InstitutionId
  readonly key: NoteKey
}

/** The trust file, checked and indexed. */
export interface Trust {
  /** The names of the three logs: each organisation's, under its own name. */
  readonly origins: ReadonlySet<string>
  readonly policy: TrustFile['policy']
  readonly names: ReadonlyMap<InstitutionId, Sentence>
  readonly centralKeys: ReadonlyMap<KeyId, CentralKey>
  /** By `name id`, as note signature lines name them. */
  readonly notaryKeys: ReadonlyMap<string, NotaryKey>
  readonly witnesses: ReadonlyMap<string, NoteKey>
}

/** Periods begin with their first instant and end before their last, as on the ledger. */
export const within = (at: number, { notBefore, notAfter }: Period) =>
  Date.parse(notBefore) <= at && at < Date.parse(notAfter)

const overlaps = (periods: readonly Period[]) =>
  periods.some((a, i) =>
    periods.slice(i + 1).some((b) => a.notBefore < b.notAfter && b.notBefore < a.notAfter),
  )

const checkPeriods = (periods: readonly Period[]) => {
  if (periods.some(({ notBefore, notAfter }) => Date.parse(notBefore) >= Date.parse(notAfter)))
    reject(
      'trust-overlap',
      '信任文件中有一段有效期的起点晚于终点。',
      'A validity period in the trust file ends before it begins.',
    )
  const inMilliseconds = periods.map(({ notBefore, notAfter }) => ({
    notBefore: new Date(notBefore).toISOString() as Instant,
    notAfter: new Date(notAfter).toISOString() as Instant,
  }))
  if (overlaps(inMilliseconds))
    reject(
      'trust-overlap',
      '信任文件中同一机构同类密钥的有效期互相重叠，无法确定以哪一个为准。',
      'Validity periods of keys of one kind and organisation overlap in the trust file: which one counts is not clear.',
    )
}

const unique = <K, V>(entries: readonly (readonly [K, V])[]): Map<K, V> => {
  const map = new Map(entries)
  if (map.size !== entries.length)
    reject('trust-key-repeated', '信任文件中同一密钥出现两次。', 'A key stands twice in the trust file.')
  return map
}

const typed = (text: string, type: NoteType): NoteKey => {
  const key = parseVerifierKey(text)
  if (key.type !== type)
    reject('trust-malformed', `验证密钥的类型应为 ${type}。`, `This verifier key should be of type ${type}.`)
  return key
}

const notaryKeys = ({ institution, notaries }: Organisation) =>
  notaries.flatMap(({ log, cosigner, sm2, notBefore, notAfter }) => {
    const own = [typed(log, 'ed25519'), ...(sm2 === undefined ? [] : [typed(sm2, 'sm2-sm3')])]
    if (own.some(({ name }) => name !== own[0]?.name))
      reject(
        'trust-malformed',
        '同一日志的密钥须使用同一名称。',
        'The keys of one log must bear one name, that of the log.',
      )
    return [...own, typed(cosigner, 'cosignature')].map(
      (key) => [`${key.name} ${key.id}`, { institution, key, notBefore, notAfter }] as const,
    )
  })

const checkPolicy = ({ policy, organisations }: TrustFile) => {
  const members = new Set(organisations.map(({ institution }) => institution))
  if (policy.cosignatures * 2 <= members.size || policy.cosignatures > members.size)
    reject(
      'trust-policy',
      '信任策略要求的见证数必须超过中心机构的半数，且不多于中心机构数。',
      'The policy must ask for more than half of the central organisations, and for no more than there are.',
    )
  if (policy.including.some((institution) => !members.has(institution)))
    reject(
      'trust-policy',
      '信任策略指名的机构不在信任文件中。',
      'The policy names an organisation that is not in the trust file.',
    )
}

const parse = (text: string): TrustFile => {
  let value: unknown
  try {
    value = parseStrictJson(text)
  } catch {
    return reject('trust-malformed', '信任文件不是 JSON。', 'The trust file is not JSON.')
  }
  const { error, value: file } = schema.validate(value)
  if (error)
    reject(
      'trust-malformed',
      `信任文件不正确：${error.message}`,
      `The trust file is not well-formed: ${error.message}`,
    )
  return file as TrustFile
}

const maxLength = 1 << 18

/**
 * Reads and checks a trust file.
 * @param now milliseconds since 1970, at which the file must be in force
 * @throws Rejection `trust-…`
 */
export const readTrust = (text: string, now: number): Trust => {
  if (text.length > maxLength) reject('trust-malformed', '信任文件过大。', 'The trust file is too large.')
  const file = parse(text)
  checkPolicy(file)
  checkPeriods([file])
  for (const { statementKeys, notaries } of file.organisations) {
    checkPeriods(notaries)
    for (const algorithm of algorithms)
      checkPeriods(statementKeys.filter((key) => key.algorithm === algorithm))
  }
  if (now < Date.parse(file.notBefore))
    reject(
      'trust-not-yet-valid',
      `信任文件自 ${file.notBefore} 起生效。`,
      `The trust file is valid from ${file.notBefore} on.`,
    )
  if (!(now < Date.parse(file.notAfter)))
    reject(
      'trust-expired',
      `信任文件已于 ${file.notAfter} 失效。`,
      `The trust file expired at ${file.notAfter}.`,
    )
  const notaries = unique(file.organisations.flatMap(notaryKeys))
  return {
    origins: new Set([...notaries.values()].flatMap(({ key }) => (key.type === 'ed25519' ? [key.name] : []))),
    policy: file.policy,
    names: new Map(file.organisations.map(({ institution, name }) => [institution, name])),
    centralKeys: unique(
      file.organisations.flatMap(({ institution, statementKeys }) =>
        statementKeys.map((key) => [keyId(key), { ...key, id: keyId(key), institution }] as const),
      ),
    ),
    notaryKeys: notaries,
    witnesses: unique(
      (file.witnesses ?? []).map((text) => {
        const key = typed(text, 'cosignature')
        return [`${key.name} ${key.id}`, key] as const
      }),
    ),
  }
}
