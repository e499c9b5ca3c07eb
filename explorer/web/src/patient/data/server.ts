import { Problem } from '../../api.ts'
import { signInAgain } from '../../sign-in-again.ts'

/** The patient's own API, beside that of the offices. */
export const api = '/patient/api'

export interface Site {
  readonly account: string
  readonly name: string
  /** This server's origin, as presences name it. */
  readonly audience: string
  readonly gateway?: string
  /** Whether this address can have passkeys. */
  readonly passkeys: boolean
  readonly challenge: string
}

/** Sends JSON; the server's refusal becomes a `Problem` with its sentence. */
export const send = async (
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): Promise<string> => {
  const response = await fetch(`${api}/${path}`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(75_000),
  }).catch(() => {
    throw new Problem(0, '服务器没有回应 The server does not answer')
  })
  const text = await response.text()
  if (response.ok) return text
  const said = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : {}
  // the gateway's refusals come through here too: only the session's own end means to sign in again
  if (said.code === 'not-signed-in') signInAgain()
  const words = [said.title, said.detail, said.code && `(${said.code})`].filter(Boolean).join(' ')
  throw new Problem(response.status, words || String(response.status))
}
