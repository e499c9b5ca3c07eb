import { useState } from 'react'

interface Props {
  readonly label: string
  /** MIME types. */
  readonly accept?: string
  readonly disabled?: boolean
  readonly onFile: (file: File) => void
}

/** A button that takes a file, in the words of the page and not of the browser; it says which file it took. */
export const FileButton = ({ label, accept = 'application/json', disabled = false, onFile }: Props) => {
  const [name, setName] = useState('')
  const take = (file: File | undefined) => {
    if (!file) return
    setName(file.name)
    onFile(file)
  }
  return (
    <span>
      <label className="file">
        {label}
        <input
          type="file"
          className="hidden"
          accept={accept}
          disabled={disabled}
          onChange={({ target }) => take(target.files?.[0])}
        />
      </label>{' '}
      <output>{name}</output>
    </span>
  )
}
