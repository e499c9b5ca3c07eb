import { Card } from 'antd'
import { useState } from 'react'
import { FileButton } from '../../file-button.tsx'
import { useWords } from '../../language.tsx'
import { Report } from './report.tsx'

/** A report that somebody was given as a file: read and verified here, sent nowhere. */
export const FromFile = () => {
  const { t } = useWords()
  const [text, setText] = useState<string>()
  const [round, setRound] = useState(0)
  const load = async (file: File) => {
    setText(await file.text())
    setRound(round + 1)
  }
  return (
    <>
      <Card title={t('核验收到的报告文件', 'Verify a report that you have as a file')}>
        <FileButton label={t('打开报告文件', 'Open a report')} onFile={(file) => void load(file)} />{' '}
        {t('文件只在本浏览器中读取，不会上传。', 'It is read in this browser and sent nowhere.')}
      </Card>
      {text !== undefined && <Report key={round} text={text} />}
    </>
  )
}
