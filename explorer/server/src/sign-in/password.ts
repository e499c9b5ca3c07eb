import { forbidden } from '@hapi/boom'
import type { Request, ResponseToolkit, Server } from '@hapi/hapi'
import { type Accounts, isAcceptable } from './accounts.ts'
import type { Attempts } from './attempts.ts'
import { passwordPage } from './page.ts'
import type { Sessions } from './sessions.ts'

const change = async (
  { payload, headers }: Request,
  h: ResponseToolkit,
  { accounts, attempts, sessions }: Parts,
) => {
  const from = headers['sec-fetch-site']
  if (from !== undefined && from !== 'same-origin' && from !== 'none')
    throw forbidden('请求来自其他网站 This request comes from another site')
  const { account = '', password = '', next = '', again = '' } = Object(payload)
  if (next !== again) return passwordPage(h, 'not-same')
  if (!isAcceptable(String(next)) || next === password) return passwordPage(h, 'not-acceptable')
  const person = await attempts.check(String(account), String(password))
  if (person === 'wrong' || person === 'too-many') return passwordPage(h, person)
  await accounts.change(person.account, String(next))
  // whoever knew the old one is out
  sessions.endAll(person.account)
  return h.redirect('/sign-in')
}

interface Parts {
  readonly accounts: Accounts
  readonly attempts: Attempts
  readonly sessions: Sessions
}

/** The page on which an account of a trial gets another password; other providers have their own. */
export const passwordRoutes = (server: Server, parts: Parts): void => {
  server.route({
    method: 'GET',
    path: '/password',
    options: { auth: false },
    handler: (_, h) => passwordPage(h),
  })
  server.route({
    method: 'POST',
    path: '/password',
    options: { auth: false, payload: { maxBytes: 4096 } },
    handler: (request, h) => change(request, h, parts),
  })
}
