import type { Author } from './authority.ts'
import type { WitnessedCheckpoint } from './checkpoint.ts'
import type { Entry } from './entries.ts'
import type { Trust } from './trust.ts'
import type { Sentence } from './verdict.ts'

const nameOf = (trust: Trust, institution: string): Sentence => {
  const name = [...trust.names].find(([id]) => id === institution)?.[1]
  return name
    ? { zh: `${name.zh}（${institution}）`, en: `${name.en} (${institution})` }
    : { zh: institution, en: institution }
}

const list = (items: readonly Sentence[]): Sentence => ({
  zh: items.map(({ zh }) => zh).join('、'),
  en: items.map(({ en }) => en).join(', '),
})

export const signedBy = (trust: Trust, { statement }: Entry, author: Author): Sentence => {
  const { label } = statement.type
  const who = list(author.institutions.map((id) => nameOf(trust, id)))
  const at = statement.payload.issuedAt
  return author.kind === 'patient'
    ? {
        zh: `${label.zh}由患者本人登记的密钥于 ${at} 签名。`,
        en: `${label.en}: signed with the patient's bound key at ${at}.`,
      }
    : { zh: `${label.zh}由 ${who.zh} 于 ${at} 签名。`, en: `${label.en}: signed by ${who.en} at ${at}.` }
}

export const keysRegistered = (count: number): Sentence => ({
  zh: `签名密钥当时有效，其登记（${count} 份登记声明）同样在此日志中，并追溯到信任文件。`,
  en: `The signing key was valid then; its registration (${count} registry statements) is in the same log and leads back to the trust file.`,
})

export const committed = ({ leaf, index }: Entry): Sentence => ({
  zh: `账本第 ${leaf.block} 号区块按规则接受了它，是日志的第 ${index} 条。`,
  en: `The ledger accepted it in block ${leaf.block}; it is entry ${index} of the log.`,
})

export const notAccepted = ({ leaf, index }: Entry): Sentence => ({
  zh: `账本第 ${leaf.block} 号区块记录了它但没有接受（${leaf.result}），是日志的第 ${index} 条。`,
  en: `Block ${leaf.block} of the ledger has it but did not accept it (${leaf.result}); it is entry ${index} of the log.`,
})

export const witnessed = (trust: Trust, checkpoint: WitnessedCheckpoint): Sentence => {
  const who = list(
    checkpoint.by.map(({ institution, at }) => {
      const { zh, en } = nameOf(trust, institution)
      return { zh: `${zh} ${at}`, en: `${en} at ${at}` }
    }),
  )
  return {
    zh: `含 ${checkpoint.size} 条的日志已由以下机构见证：${who.zh}；此后无人能悄悄改动或抽走这一条。`,
    en: `The log of ${checkpoint.size} entries is witnessed by ${who.en}; since then nobody can change or remove this entry unnoticed.`,
  }
}

export const alsoSigned = ({ sm2, external }: WitnessedCheckpoint): Sentence[] => [
  ...(sm2.length > 0
    ? [
        {
          zh: `检查点另有 SM2-SM3 签名：${sm2.join('、')}。`,
          en: `The checkpoint also carries SM2-SM3 signatures: ${sm2.join(', ')}.`,
        },
      ]
    : []),
  ...(external.length > 0
    ? [
        {
          zh: `外部见证者也已见证：${external.join('、')}。`,
          en: `External witnesses cosigned as well: ${external.join(', ')}.`,
        },
      ]
    : []),
]

export const limits = ({ by }: WitnessedCheckpoint): Sentence[] => {
  const last = by
    .map(({ at }) => at)
    .sort()
    .at(-1)
  return [
    {
      zh: `此后的事不在证明之内：${last} 之后的更正、撤回、吊销或删除，请索取更新的回执。`,
      en: `Nothing after ${last} is covered: for later corrections, withdrawals, revocations or erasures ask for a newer receipt.`,
    },
    {
      zh: '回执不证明内容在医学上正确，也不透露承诺值背后的内容。',
      en: 'It does not prove that the content is medically right, nor show what stands behind a commitment.',
    },
    {
      zh: '签发时间由签名者自述；账本只保证先后次序。',
      en: 'The time of issue is what the signer says; the ledger vouches for the order.',
    },
  ]
}
