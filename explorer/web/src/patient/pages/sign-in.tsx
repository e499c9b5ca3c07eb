import { useState } from 'react'
import { useWords } from '../../language.tsx'
import { signInWithPasskey } from '../device/passkey.ts'
import { Notice } from '../parts/notice.tsx'

/** For a browser in which a passkey was made. */
export const SignIn = () => {
  const { t } = useWords()
  const [problem, setProblem] = useState('')
  const enter = () =>
    signInWithPasskey().then(
      () => location.reload(),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    )
  return (
    <>
      <h1>{t('登录', 'Sign in')}</h1>
      <p>
        <button type="button" onClick={() => void enter()}>
          {t('用通行密钥登录', 'Sign in with a passkey')}
        </button>
      </p>
      {problem && <Notice kind="bad">{problem}</Notice>}
      <p>
        <a href="/sign-in">{t('用其他方式登录', 'Sign in another way')}</a>
      </p>
    </>
  )
}
