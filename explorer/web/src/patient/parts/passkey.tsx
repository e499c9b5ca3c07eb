import { useState } from 'react'
import { canHavePasskey, hasPasskey, makePasskey } from '../device/passkey.ts'
import { useDoor } from '../door.tsx'
import { Notice } from './notice.tsx'
import { usePlainWords } from './words.ts'

/** Signing in with the device's own lock, where address and browser can. */
export const Passkey = () => {
  const { t } = usePlainWords()
  const { site } = useDoor()
  const [made, setMade] = useState(hasPasskey)
  const [problem, setProblem] = useState('')
  if (!site?.passkeys || !canHavePasskey()) return null
  const make = () =>
    makePasskey().then(
      () => setMade(true),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    )
  return (
    <section data-passkey={made}>
      <h2>{t('通行密钥登录', 'Passkey')}</h2>
      <p>
        {made
          ? t(
              '下次可用指纹、面容或锁屏密码登录。',
              'Next time, sign in with your finger, face or screen lock.',
            )
          : t(
              '用指纹、面容或锁屏密码登录。它只用于登录，不签署授权。',
              'Sign in with your finger, face or screen lock. It signs you in and signs no consent.',
            )}
      </p>
      {!made && (
        <button type="button" className="plain" onClick={() => void make()}>
          {t('设置通行密钥', 'Set up a passkey')}
        </button>
      )}
      {problem && <Notice kind="bad">{problem}</Notice>}
    </section>
  )
}
