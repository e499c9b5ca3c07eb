import type { Request } from '@hapi/hapi'
import { type InstitutionId, recordTypes } from '@huren/records'
import { personOf } from '../access/scope.ts'
import type { Context } from '../context.ts'
import { problem } from '../patient/context.ts'
import type { Stages } from './stages.ts'

/** What the hospital's routes share. */
export interface HospitalContext extends Context {
  readonly stages: Stages
}

/** Types that an institution states itself; grants that patients sign for it are not among them. */
export const ownTypes = recordTypes
  .filter(({ authority }) => authority.kind === 'institution')
  .map(({ name }) => name)

const isInstitution = (word: string | undefined): word is InstitutionId =>
  word !== undefined && /^[A-Z]{2}-\d{4}-\d{5}$/.test(word)

/** The hospital whose door this is. @throws Boom 403 `forbidden` for everybody else, supervisors too */
export const hospitalOf = (request: Pick<Request, 'auth'>): InstitutionId => {
  const { role, institution } = personOf(request)
  if (role === 'hospital' && isInstitution(institution)) return institution
  throw problem(403, 'forbidden', '这里只供医院使用', 'This is for hospitals alone')
}
