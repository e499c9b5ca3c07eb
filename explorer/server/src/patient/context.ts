import { Boom } from '@hapi/boom'
import type { Request } from '@hapi/hapi'
import type { KeyId } from '@huren/records'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Context } from '../context.ts'
import { type PatientKeyState, patientKeyState } from './key-state.ts'
import type { Letterbox } from './letterbox.ts'
import type { Passkeys } from './passkeys.ts'
import type { Presences } from './presences.ts'

/** What the patient's routes share. */
export interface PatientContext extends Context {
  readonly url: string
  readonly letterbox: Letterbox
  readonly passkeys: Passkeys
  readonly presences: Presences
}

/** A problem with a stable code of the patient's door. */
export const problem = (status: number, code: string, zh: string, en: string): Boom => {
  const boom = new Boom(`${zh} ${en}`, { statusCode: status })
  boom.output.payload.error = code
  return boom
}

const word = (value: unknown) => (typeof value === 'string' ? value : '')
/** What is asked of a request, whatever its route. */
type Asking = Pick<Request, 'state' | 'info'>
export const sessionOf = ({ state }: Pick<Asking, 'state'>) => word(state.huren_session)

/** The key that this session has shown, as the ledger knows it now. @throws Boom 403 `key-not-shown` */
export const shownKey = async ({ index, presences }: PatientContext, request: Pick<Asking, 'state'>) => {
  const key = presences.keyOf(sessionOf(request))
  if (!key) throw problem(403, 'key-not-shown', '请先用本机密钥证明身份', 'Show this device’s key first')
  return { key, ...(await patientKeyState(index, key)) }
}

/** As `shownKey`, bound and standing: a lost phone reads nothing. @throws Boom 403 `key-inactive` */
export const liveKey = async (
  context: PatientContext,
  request: Pick<Asking, 'state'>,
): Promise<PatientKeyState & { readonly key: KeyId }> => {
  const shown = await shownKey(context, request)
  if (shown.state === 'bound') return shown
  throw problem(403, 'key-inactive', '本机密钥未绑定或已停用', 'This device’s key is not bound, or no longer')
}

/** Requests a minute from one address, for doors that nobody has to sign in for. */
export const limitedTo = (points: number) => {
  const limiter = new RateLimiterMemory({ points, duration: 60 })
  return async ({ info }: Pick<Asking, 'info'>) => {
    const allowed = await limiter.consume(info.remoteAddress).then(
      () => true,
      () => false,
    )
    if (!allowed)
      throw problem(429, 'rate-limited', '请求过于频繁，请稍后再试', 'Too many requests; try later')
  }
}
