import { Tag } from 'antd'
import { useWords } from '../language.tsx'

const [good, soon, over] = ['#0b6e5f', '#8a4b00', '#b3261e']

/** Certificates that expire unseen are a complaint about the platforms in use: days left, coloured and in words. */
export const DaysLeft = ({
  days,
  revoked = false,
}: {
  readonly days: number
  readonly revoked?: boolean
}) => {
  const { t } = useWords()
  const words = revoked
    ? t('已吊销', 'revoked')
    : days < 0
      ? t('已过期', 'expired')
      : t(`剩 ${days} 天`, `${days} days left`)
  return (
    <Tag variant="solid" color={revoked || days < 0 ? over : days < 30 ? soon : good}>
      {words}
    </Tag>
  )
}
