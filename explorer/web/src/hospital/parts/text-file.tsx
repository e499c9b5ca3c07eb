import { Alert } from 'antd'
import { useState } from 'react'
import { FileButton } from '../../file-button.tsx'

interface Props {
  readonly label: string
  /** Takes the file's text; what it throws is shown. */
  readonly onText: (text: string) => void
}

/** Megabytes of a list that is read in the page. */
const most = 8

/** A file of the hospital's own, read here and sent nowhere. */
export const TextFile = ({ label, onText }: Props) => {
  const [problem, setProblem] = useState('')
  const read = async (file: File) => {
    setProblem('')
    try {
      if (file.size > most * 1024 * 1024)
        throw new Error(`文件超过 ${most} MB The file is larger than ${most} MB`)
      onText(await file.text())
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <div>
      <FileButton
        label={label}
        accept="application/json,text/plain,text/csv"
        onFile={(file) => void read(file)}
      />
      {problem && <Alert type="error" data-file-problem title={problem} />}
    </div>
  )
}
