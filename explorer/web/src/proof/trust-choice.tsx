import { Alert, Button, Space } from 'antd'
import type { ReactNode } from 'react'
import { FileButton } from '../file-button.tsx'
import { useWords } from '../language.tsx'
import { forgetTrust, hasOwnTrust, keepTrust } from './prove.ts'

interface Props {
  /** Whether it has proven something: where its trust file came from matters then. */
  readonly isProven: boolean
  /** Another trust file is there. */
  readonly onChange: () => void
  /** What else may be done, before it. */
  readonly children?: ReactNode
}

/** By whose trust file it was judged, and how to judge by one's own. */
export const TrustChoice = ({ isProven, onChange, children }: Props) => {
  const { t } = useWords()
  const own = hasOwnTrust()
  const load = async (file: File) => {
    keepTrust(await file.text())
    onChange()
  }
  const forget = () => {
    forgetTrust()
    onChange()
  }
  return (
    <Space orientation="vertical" size="middle">
      {isProven && !own && (
        <Alert
          type="warning"
          title={t(
            '信任文件来自本服务器。要不依赖它，请载入从监管方取得的信任文件。',
            'The trust file came from this server. Not to depend on it, load the one that you have from the supervisor.',
          )}
        />
      )}
      <Space wrap>
        {children}
        <FileButton label={t('载入信任文件', 'Load a trust file')} onFile={(file) => void load(file)} />
        {own && <Button onClick={forget}>{t('弃用载入的信任文件', 'Forget the loaded trust file')}</Button>}
      </Space>
    </Space>
  )
}
