import { forbidden } from '@hapi/boom'
import type { Request } from '@hapi/hapi'
import { isSupervisor, personOf, scoped } from '../access/scope.ts'
import type { Context } from '../context.ts'
import type { Person } from '../sign-in/accounts.ts'
import type { CitySite } from './sites.ts'
import type { Surveys } from './survey.ts'

/** What the city's routes share. */
export interface CityContext extends Context {
  readonly surveys: Surveys
}

/** On every route of the city's door, and on what it shares with the supervisors'. */
export const ofCity = { app: scoped }

/** Somebody of a city, or a supervisor. @throws Boom 403 for all others */
export const cityPersonOf = (request: Pick<Request, 'auth'>): Person => {
  const person = personOf(request)
  if (person.role !== 'city' && !isSupervisor(person)) throw forbidden('仅供地市使用 This is for a city')
  return person
}

/** The sites that a person may see: a city its own, supervisors all. */
export const sitesOf = ({ settings }: Context, person: Person): readonly CitySite[] =>
  (settings.cities ?? []).filter(({ city }) => isSupervisor(person) || city === person.city)

/** Whose clients' certificates a person may see: MSP id, `*` for all. */
export const clientsOf = (context: Context, person: Person): string | undefined =>
  isSupervisor(person) ? '*' : sitesOf(context, person)[0]?.mspId
