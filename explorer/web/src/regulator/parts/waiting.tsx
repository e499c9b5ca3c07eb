import { Spin } from 'antd'
import { useWords } from '../../language.tsx'

/** In place of a table that has nothing to show yet: a table is drawn once, with its rows. */
export const Waiting = () => {
  const { t } = useWords()
  return (
    <p>
      <Spin size="small" /> {t('正在读取…', 'Loading…')}
    </p>
  )
}
