import { forbidden } from '@hapi/boom'
import type { Request, ResponseToolkit } from '@hapi/hapi'
import type { Facts } from '@huren/explorer-index'
import type { StatementDimension } from '@huren/explorer-model'
import type { Words } from '../indicators/indicators.ts'
import { isOffice, type Person } from '../sign-in/accounts.ts'

/** On a route that asks only for what the person may read; every other route under `/api/` is the supervisors'. */
export const scoped = { scoped: true } as const

const supervisors: readonly string[] = ['regulator', 'auditor']
export const isSupervisor = ({ role }: Person): boolean => supervisors.includes(role)

/** Who is signed in. @throws Boom 403 when a route that asks for a person is open to anybody */
export const personOf = ({ auth }: Pick<Request, 'auth'>): Person => {
  const user: Partial<Person> = Object(auth.credentials?.user)
  const { account, name = '', role } = user
  if (!account || !role) throw forbidden('请先登录 Sign in first')
  return {
    account,
    name,
    role,
    ...(user.institution && { institution: user.institution }),
    ...(user.city && { city: user.city }),
  }
}

/**
 * Whose statements a person may read: supervisors everybody's, a hospital its own, a city its own institutions'. An
 * account whose organisation is missing reads nothing.
 */
export const scopeOf = (person: Person): Words => {
  if (isSupervisor(person)) return {}
  if (person.role === 'city') return { city: person.city ? [person.city] : [] }
  return { institution: person.institution ? [person.institution] : [] }
}

/**
 * Whose supervision somebody sees to: one city's, or undefined for everybody's (CITY-27).
 * @throws Boom 403 for whoever supervises nothing
 */
export const supervisedCity = (person: Person): string | undefined => {
  if (isSupervisor(person)) return undefined
  if (person.role === 'city' && person.city) return person.city
  throw forbidden('仅供监管方使用 This is for supervisors')
}

export const mayRead = (person: Person, facts: Facts<StatementDimension>): boolean => {
  const { institution, city } = scopeOf(person)
  return (institution?.includes(facts.institution) ?? true) && (city?.includes(facts.city) ?? true)
}

/** Record data is for the offices; whoever has no role of one is signed in and reads nothing. */
export const checkRole = (request: Request, h: ResponseToolkit) => {
  if (!request.auth.isAuthenticated || !request.path.startsWith('/api/') || request.path === '/api/me')
    return h.continue
  const person = personOf(request)
  if (!isOffice(person.role)) throw forbidden('此账号没有角色 This account has no role here')
  if (!isSupervisor(person) && !Object(request.route.settings.app).scoped)
    throw forbidden('仅供监管方使用 This is for supervisors')
  return h.continue
}
