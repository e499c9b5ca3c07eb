import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { api, send } from '../data/server.ts'

const mark = 'huren.passkey'

/** Whether a passkey was made in this browser; it may know others as well. */
export const hasPasskey = () => localStorage.getItem(mark) !== null && browserSupportsWebAuthn()
export const canHavePasskey = browserSupportsWebAuthn

/** Makes a passkey for the account that is signed in (WebAuthn); it signs in and nothing else. @throws Error when the person declines */
export const makePasskey = async (): Promise<void> => {
  const optionsJSON = await (await fetch(`${api}/passkey`)).json()
  await send('passkey', await startRegistration({ optionsJSON }))
  localStorage.setItem(mark, '1')
}

/** Signs in with a passkey of this device. @throws Error when the person declines; Problem */
export const signInWithPasskey = async (): Promise<void> => {
  const optionsJSON = await (await fetch('/patient/sign-in/passkey')).json()
  const response = await fetch('/patient/sign-in/passkey', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(await startAuthentication({ optionsJSON })),
  })
  if (!response.ok) throw new Error((await response.json()).title)
}
