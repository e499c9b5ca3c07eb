import type { Request, Server } from '@hapi/hapi'
import type { Caller, Right, Tokens } from '../auth/tokens.ts'
import { HttpProblem } from './problem.ts'

declare module '@hapi/hapi' {
  interface UserCredentials extends Caller {}
}

/** Bearer tokens (RFC 6750): who asks is found out before the body is read. */
export const useTokens = (server: Server, tokens: Tokens): void => {
  server.auth.scheme('huren-token', () => ({
    authenticate: (request, h) => {
      const token = /^Bearer +(\S+)$/i.exec(String(request.headers.authorization ?? ''))?.[1]
      if (!token) throw new HttpProblem('token-missing', 'send Authorization: Bearer with a token')
      const caller = tokens.callerOf(token)
      if (!caller) throw new HttpProblem('token-unknown', 'the token is not known here')
      return h.authenticated({ credentials: { user: caller, scope: [...caller.may] } })
    },
  }))
  server.auth.strategy('token', 'huren-token')
}

/** Route options for those who have one of these rights. */
export const withRight = (...scope: Right[]) => ({ strategy: 'token', scope })

export const callerOf = (request: Request): Caller => {
  const { user } = request.auth.credentials
  if (!user) throw new HttpProblem('token-missing', 'send Authorization: Bearer with a token')
  return user
}

/** @throws HttpProblem `forbidden` when the caller may only ask about another institution */
export const checkInstitution = (caller: Caller, institution: string): void => {
  if (caller.institution !== undefined && caller.institution !== institution)
    throw new HttpProblem('forbidden', `this token is for ${caller.institution} only`)
}
