import { useState } from 'react'
import { FileButton } from '../../file-button.tsx'
import { forgetTrust, hasOwnTrust, keepTrust } from '../../proof/prove.ts'
import { usePlainWords } from './words.ts'

/** Whom this browser believes: by default the file of this server, better one that the user got elsewhere. */
export const Trust = () => {
  const { t } = usePlainWords()
  const [own, setOwn] = useState(hasOwnTrust)
  const load = async (file: File) => {
    keepTrust(await file.text())
    setOwn(true)
  }
  return (
    <section>
      <h2>{t('信任文件', 'Trust file')}</h2>
      <p>
        {own
          ? t('核验使用您自己载入的信任文件。', 'Verification uses the trust file that you loaded.')
          : t(
              '核验使用本服务器提供的信任文件。',
              'Verification uses the trust file that this server offers.',
            )}
      </p>
      <FileButton
        label={t('载入从监管方取得的信任文件', 'Load one that you have from the supervisor')}
        onFile={(file) => void load(file)}
      />{' '}
      {own && (
        <button
          type="button"
          className="plain"
          onClick={() => {
            forgetTrust()
            setOwn(false)
          }}
        >
          {t('弃用', 'Forget it')}
        </button>
      )}
    </section>
  )
}
