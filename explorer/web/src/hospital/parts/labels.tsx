import { Tag } from 'antd'
import { useWords, type Words } from '../../language.tsx'
import { wordsOf } from '../../words.ts'
import { daysUntil } from '../data/site.ts'

/** Stages in their order (plain words; only the last is proof). */
export const stages: Readonly<Record<string, Words>> = {
  queued: { zh: '排队', en: 'queued' },
  committed: { zh: '已上链', en: 'committed' },
  logged: { zh: '已入日志', en: 'logged' },
  witnessed: { zh: '已见证', en: 'witnessed' },
}

const good = '#0b6e5f'
const bad = '#b3261e'
const warning = '#8a4b00'
const plain = '#56635f'

/** How far a statement is; what is late says so. */
export const StageTag = ({
  stage,
  result,
  code,
  overdue,
}: {
  readonly stage?: string | undefined
  readonly result: string
  readonly code?: string
  readonly overdue?: string | undefined
}) => {
  const { t, say } = useWords()
  if (result !== 'committed')
    return (
      <Tag variant="solid" color={result === 'duplicate' ? plain : bad}>
        {say(wordsOf(result))} {code && say(wordsOf(code))}
      </Tag>
    )
  const colour = stage === 'witnessed' ? good : plain
  return (
    <span data-stage={stage}>
      <Tag variant="solid" color={colour}>
        {say(stages[stage ?? 'committed'] ?? { zh: '已上链', en: 'committed' })}
      </Tag>
      {overdue && (
        <Tag variant="solid" color={bad} data-overdue={overdue}>
          {t(
            `逾期未${say(stages[overdue] ?? wordsOf(overdue)).replace('已', '')}`,
            `overdue: not ${overdue} yet`,
          )}
        </Tag>
      )}
    </span>
  )
}

/** Days until something ends, coloured; counted by the server's clock. */
export const DaysLeft = ({
  notBefore,
  notAfter,
  revokedFrom,
  now,
}: {
  readonly notBefore: string
  readonly notAfter: string
  readonly revokedFrom?: string | undefined
  readonly now: number
}) => {
  const { t } = useWords()
  const days = daysUntil(notAfter, now)
  const [colour, text] = ((): [string, string] => {
    if (revokedFrom && Date.parse(revokedFrom) <= now) return [bad, t('已吊销', 'revoked')]
    if (days < 0) return [bad, t('已过期', 'expired')]
    if (Date.parse(notBefore) > now) return [plain, t('尚未生效', 'not in force yet')]
    if (revokedFrom)
      return [warning, t(`${revokedFrom.slice(0, 10)} 起吊销`, `revoked from ${revokedFrom.slice(0, 10)}`)]
    return [days < 30 ? warning : good, t(`剩 ${days} 天`, `${days} days left`)]
  })()
  return (
    <Tag variant="solid" color={colour} data-days={days}>
      {text}
    </Tag>
  )
}

/** An id, shortened for a table, whole for whoever points at it. */
export const Short = ({ id }: { readonly id: string }) => (
  <span className="mono" title={id}>
    {id.slice(0, 12)}…
  </span>
)
